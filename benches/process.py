#!/usr/bin/env python3
"""Times whole processes: start-up against an empty clap binary, a folder against AutoCorrect, growth on one long line.

    cargo build --release --example floor && cargo build --release
    python3 benches/process.py [--autocorrect COMMAND] [--reports FOLDER]

Every figure is a ratio within one run: the two commands take turns, and the minimum of many runs counts, because a
shared machine only ever adds time. AutoCorrect is the npm package `autocorrect-node` (`npm install autocorrect-node`);
its command is then `node_modules/.bin/autocorrect --lint --format json --threads 2`. A folder of real reports (.txt) is
timed like the texts of the tests, which are smaller than most reports.
"""
import argparse, os, resource, shutil, subprocess, sys, tempfile, time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FAZHI = ROOT / "target/release/fazhi"
FLOOR = ROOT / "target/release/examples/floor"


# The rules on figures, citations, language and privacy; without them the structure, the parts and the time are checked.
FURTHER = "data-*,num-*,cite-*,lang-*,priv-*,secrecy-*"


def once(command):
    """Wall seconds and peak memory (MiB) of one process."""
    start = time.perf_counter()
    child = os.posix_spawn(command[0], command, {**os.environ, "NO_COLOR": "1"}, file_actions=[
        (os.POSIX_SPAWN_OPEN, 0, "/dev/null", os.O_RDONLY, 0),
        (os.POSIX_SPAWN_OPEN, 1, "/dev/null", os.O_WRONLY, 0),
        (os.POSIX_SPAWN_OPEN, 2, "/dev/null", os.O_WRONLY, 0),
    ])
    _, _, usage = os.wait4(child, 0)
    return time.perf_counter() - start, usage.ru_maxrss / 1024


def turns(commands, runs):
    """The minimum and median of each command, taken in turn."""
    times = [[] for _ in commands]
    for _ in range(runs):
        for taken, command in zip(times, commands):
            taken.append(once(command)[0])
    return [(min(taken), sorted(taken)[len(taken) // 2]) for taken in times]


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--autocorrect", help="command that lints a folder with AutoCorrect")
    options.add_argument("--reports", type=Path, help="folder of reports, copied until they are 1,000")
    options.add_argument("--runs", type=int, default=200)
    options = options.parse_args()
    given = sorted(options.reports.glob("*.txt")) if options.reports else []
    if options.reports and not given:
        sys.exit(f"{options.reports}: no .txt file there")
    for binary in (FAZHI, FLOOR):
        if not binary.exists():
            sys.exit(f"{binary} is missing: cargo build --release --example floor && cargo build --release")
    clean = ROOT / "tests/silent/01-county-four-block-2025.txt"
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        twenty = folder / "twenty.txt"
        twenty.write_text(faulty(), encoding="utf-8")
        commands = [
            [str(FLOOR), "check", str(clean)],
            [str(FAZHI), "check", str(clean)],
            [str(FAZHI), "check", "--show", "info", str(twenty)],
        ]
        count = len(subprocess.run([str(FAZHI), "check", "--format", "short", str(twenty)], capture_output=True).stdout.splitlines())
        floor, quiet, loud = turns(commands, options.runs)
        print(f"one report, cold process, minimum and median of {options.runs} runs in turn")
        for name, (low, middle) in (("empty clap binary", floor), ("clean report", quiet), (f"{count} findings printed", loud)):
            print(f"  {name:24} {low * 1000:6.2f} ms {middle * 1000:6.2f} ms   {low / floor[0]:4.1f}x {middle / floor[1]:4.1f}x")
        sources = sorted((ROOT / "tests/silent").glob("*.txt")) + sorted((ROOT / "tests/defects").glob("*.txt"))
        # Real reports have some 10 kB; the longest of ours come nearest to them.
        long = [path for path in sources if path.stat().st_size >= 4000]
        trees = [("all own texts", sources), ("the long ones", long)]
        if options.reports:
            trees.append(("given reports", given))
        for name, chosen in trees:
            tree = folder / name.replace(" ", "-")
            tree.mkdir()
            for number in range(1000):
                shutil.copy(chosen[number % len(chosen)], tree / f"{number:04}.txt")
            size = sum(path.stat().st_size for path in tree.iterdir())
            ours = [str(FAZHI), "check", "--format", "json", str(tree)]
            commands = [ours, [*ours, "--ignore", FURTHER]]
            if options.autocorrect:
                command = options.autocorrect.split()
                commands.append([shutil.which(command[0]) or command[0], *command[1:], str(tree)])
            best = [low for low, _ in turns(commands, 15)]
            memory = max(once(ours)[1] for _ in range(2))
            print(f"1,000 reports, {name}, {size / 1e6:.1f} MB, JSON, peak {memory:.0f} MiB")
            for words, seconds in zip(("all rules", "without " + FURTHER, "AutoCorrect"), best):
                ratio = f", AutoCorrect {best[-1] / seconds:.2f}x" if options.autocorrect else ""
                print(f"  {words:60} {seconds:.3f} s, {size / 1e6 / seconds:.0f} MB/s{ratio}")
        line = "我镇推进法治政府建设，开展执法培训4次，存在执法力量不足的问题，主要原因是编制少，2025年调解纠纷212件（较2024年增长3%），落实《法治政府建设实施纲要（2021—2025年）》。"
        print("one line, growing:")
        for megabytes in (1, 5, 50):
            long = folder / "long.txt"
            long.write_text(line * (megabytes * 1_000_000 // len(line.encode())), encoding="utf-8")
            seconds, memory = min(once([str(FAZHI), "check", "--as-report", "--format", "short", str(long)]) for _ in range(2))
            print(f"  {megabytes:3} MB {seconds:7.3f} s {megabytes / seconds:6.1f} MB/s, peak {memory:.0f} MiB")


def faulty():
    """A report with at least twenty findings, put together from the defects of the examples."""
    text = (ROOT / "examples/青石镇2025.txt").read_text(encoding="utf-8")
    faults = "".join(
        f"（{number}）{words}\n"
        for number, words in zip("三五六七八九", (
            "召开会议XX次，11月31日报县法制办备案。", "县工商局检查＿＿＿＿家，锟斤拷。", "现将关情况通报干职工，2024年累计调解纠纷12件。",
            "一是开展培训2次；三是开展宣传3次，（20212025年）。", "希望对您有所帮助。", "加强职能科学、权责法定、廉洁高效、守法诚信的法治政府建设。",
        ))
    )
    head, tail = text.split("二、", 1)
    return head + faults + "二、" + tail


if __name__ == "__main__":
    main()
