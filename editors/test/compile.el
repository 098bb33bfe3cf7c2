;; Runs inside Emacs after the configuration: goes to every error of a compilation buffer.
(require 'compile)
(set-language-environment "UTF-8")
(let* ((report (getenv "FAZHI_REPORT"))
       (buffer (compilation-start (format "fazhi check --format short %s" (shell-quote-argument report))))
       (found nil))
  (while (get-buffer-process buffer) (accept-process-output nil 0.05))
  (with-current-buffer buffer
    (goto-char (point-min))
    (condition-case nil
        (while t
          (compilation-next-error 1)
          (let ((message (get-text-property (point) 'compilation-message)))
            (when message
              (save-window-excursion
                (compile-goto-error)
                (push (format "%d %s" (line-number-at-pos) (buffer-substring (point) (line-end-position))) found)))
            (set-buffer buffer)))
      (error nil)))
  (with-temp-file (getenv "FAZHI_FOUND")
    (dolist (line (nreverse found)) (insert line "\n"))))
