"""Types into Helix as a person would, and reads its screen. Usage: hx.py PROGRAM FILE."""
import os, pty, re, select, struct, sys, time, fcntl, termios

program, report = sys.argv[1:]
expected = [line.split(" ", 2) for line in open(os.environ["FAZHI_EXPECTED"], encoding="utf-8").read().splitlines()]
pid, terminal = pty.fork()
if pid == 0:
    os.environ["TERM"] = "xterm-256color"
    os.execvp(program, [program, "-v", "--log", os.path.join(os.path.dirname(report), "helix.log"), report])
fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 220, 0, 0))
shown = ""


def read(seconds):
    """Reads what the editor draws for so long; answers it without the escape sequences."""
    global shown
    drawn, end = b"", time.monotonic() + seconds
    while time.monotonic() < end:
        if select.select([terminal], [], [], 0.1)[0]:
            try:
                drawn += os.read(terminal, 65536)
            except OSError:
                break
            # Helix asks the terminal what it can do and waits for an answer.
            if b"\x1b[c" in drawn[-64:]:
                os.write(terminal, b"\x1b[?62c")
    text = re.sub(r"\x1b\[[0-9;?]*[ -/]*[@-~]|\x1b[\]P][^\x07\x1b]*(\x07|\x1b\\)|\x1b.", "", drawn.decode("utf-8", "replace"))
    shown += text
    return text


def type_(keys, seconds=0.5):
    os.write(terminal, keys.encode())
    return read(seconds)


def content():
    return open(report, encoding="utf-8").read()


def wait_for(what, found):
    end = time.monotonic() + 30
    while time.monotonic() < end:
        if found():
            return
        read(0.5)
    sys.exit(f"waited in vain for {what}\n{shown[-3000:]}")


# The picker of diagnostics lists every finding of the file.
wait_for("the findings", lambda: "XX次" in shown)
end = time.monotonic() + 30
while True:
    listed = type_(" d", 1.5)
    if "plan-year-wrong" in listed or "2026" in listed or time.monotonic() > end:
        break
    type_("\x1b")
for _, rule, _words in ((line + [""])[:3] for line in expected):
    if rule not in listed:
        sys.exit(f"{rule} is not in the list of Helix:\n{listed}")
    print(f"    listed: {rule}")
type_("\x1b")

# `[` at the words, code actions, the first one, write.
for line, old, new in ((11, "XX次，，作出", "XX次，作出"), (25, "四、2025年", "四、2026年")):
    type_(f":goto {line}\r")
    type_("gh]d" if line == 25 else "gh]d]d")
    type_(" a", 2)
    type_("\r", 1.5)
    type_(":w\r", 1)
    wait_for(f"“{new}” in the file", lambda: new in content())
type_(":q!\r", 1)
