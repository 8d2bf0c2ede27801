;;; session.el --- A user's session in Emacs  -*- lexical-binding: t -*-

;; In batch: commands are called as keys would call them.  Every wait is for a condition; a failed one ends the
;; test with what there was.

;;; Code:

(defconst work "/root/emacs/")
(defconst flow (concat work "ws/f/billing/collect_overdue.flow/flow.yaml"))

(defun fail (message)
  (princ (format "FAILED: %s\n" message))
  (dolist (buffer (buffer-list))
    (when (string-match-p "EGLOT\\|Messages\\|Warnings" (buffer-name buffer))
      (princ (with-current-buffer buffer (truncate-string-to-width (buffer-string) 20000)))))
  (kill-emacs 1))

(defun ok (what) (princ (format "ok: %s\n" what)))

(defmacro wait (what &rest condition)
  "Wait for CONDITION, which WHAT names; what it gives."
  `(let ((end (+ (float-time) 60)) found)
     (while (not (setq found (progn ,@condition)))
       (when (> (float-time) end) (fail (concat "waited for " ,what)))
       ;; This, and not waiting for output alone, takes what the system tells of files.
       (read-event nil nil 0.02))
     (ok ,what)
     found))

(defun equal-or-fail (what is want)
  (if (equal is want) (ok what) (fail (format "%s is %S, not %S" what is want))))

(defun go-to (text)
  "Put point behind the first TEXT."
  (goto-char (point-min))
  (unless (search-forward text nil t) (fail (concat "no line with " text))))

(defun line () (buffer-substring-no-properties (line-beginning-position) (line-end-position)))

(defun open (file)
  (switch-to-buffer (find-file-noselect file))
  ;; A command is over.
  (run-hooks 'post-command-hook))

(defun findings ()
  ;; Eglot tells of edits when Emacs is idle, which it never is in batch.
  (eglot--signal-textDocument/didChange)
  (flymake-start)
  (mapcar #'flymake-diagnostic-text (flymake-diagnostics)))

(defun root-of (file)
  "The root of the server of FILE, which is opened."
  (open file)
  (wait (concat "a server for " file) (eglot-current-server))
  (expand-file-name (project-root (eglot--project (eglot-current-server)))))

(setq make-backup-files nil
      auto-save-default nil
      eglot-confirm-server-edits nil)

;; As the README says.
(add-to-list 'load-path "/root/emacs/lisp")
(require 'windmill-ls)
(windmill-ls-global-mode 1)

(equal-or-fail "the root" (root-of flow) (concat work "ws/"))
(equal-or-fail "the mode" major-mode 'windmill-flow-mode)
(font-lock-ensure)
(go-to "summary")
(equal-or-fail "the colour of a key" (get-text-property (1- (point)) 'face) 'font-lock-property-name-face)

;; A finding and its fix.
(go-to "results.group_by_customer")
(defconst clean (line))
(delete-region (- (point) 8) (point))
(insert "custmer")
(defconst found (wait "the misspelt step"
                      (cl-find-if (lambda (f) (string-match-p "has no step `group_by_custm" f)) (findings))))
(princ (concat found "\n"))
(backward-char 2)
;; The fix is the first of what is offered; it is picked as from the keyboard.
(let ((last-nonmenu-event ?x))
  (cl-letf (((symbol-function 'completing-read)
             (lambda (_prompt choices &rest _) (car (all-completions "" choices)))))
    (call-interactively #'eglot-code-action-quickfix)))
(equal-or-fail "the quick fix" (line) clean)
(wait "no finding" (null (findings)))

;; A completion that is taken: there is one that fits.
(go-to "results.group_by_customer")
(delete-region (- (point) 11) (point))
(completion-at-point)
(equal-or-fail "the completion" (line) clean)

;; Hover.
(let (hover)
  (go-to "results.group_by_customer")
  (backward-char 3)
  (eglot-hover-eldoc-function (lambda (text &rest _) (setq hover text)))
  (wait "a hover" hover)
  (unless (string-match-p "Step `?group_by_customer" hover) (fail (concat "hover gave " hover))))

;; From a step's path to the script it runs.
(go-to "path: f/billing/list_overdue")
(call-interactively #'xref-find-definitions)
(equal-or-fail "the definition" buffer-file-name (concat work "ws/f/billing/list_overdue_invoices.py"))
(equal-or-fail "a script keeps its own server" (bound-and-true-p windmill-ls-mode) nil)

;; Another program takes the code of a step away, and gives it back.
(switch-to-buffer (get-file-buffer flow))
(let* ((script (concat work "ws/f/billing/collect_overdue.flow/group_by_customer.inline_script.py"))
       (code (with-temp-buffer (insert-file-contents-literally script) (buffer-string))))
  (delete-file script)
  (wait "a script that is gone"
        (cl-find-if (lambda (f) (string-match-p "group_by_customer.inline_script.py" f)) (findings)))
  (write-region code nil script nil 'silent)
  (wait "a script that is back" (null (findings))))

;; Roots without a workspace.
(equal-or-fail "a flow below f/" (root-of (concat work "bare/f/billing/one.flow/flow.yaml")) (concat work "bare/"))
(equal-or-fail "a flow in a repository" (root-of (concat work "repository/some/one.flow/flow.yaml"))
               (concat work "repository/"))
(equal-or-fail "a flow alone" (root-of (concat work "alone/one.flow/flow.yaml")) (concat work "alone/one.flow/"))
(with-current-buffer (find-file-noselect (concat work "alone/tool.py"))
  (equal-or-fail "other files are left alone" windmill-ls-mode nil))

;; Scripts as well, for who wants that.
(setq windmill-ls-scripts t)
(equal-or-fail "a script" (root-of (concat work "ws/f/shared/db.py")) (concat work "ws/"))

;; The binary is missing.
(setq windmill-ls-program "windmill-ls-nowhere")
(find-file-noselect (concat work "ws/f/ops/nightly_backup.flow/flow.yaml"))
(find-file-noselect (concat work "ws/f/ops/incident_response.flow/flow.yaml"))
(defconst warned (with-current-buffer "*Warnings*" (buffer-string)))
(equal-or-fail "what is said without a binary" (string-trim warned)
               "Warning (windmill-ls): `windmill-ls-nowhere' is not in `exec-path': install it, or set `windmill-ls-program'")

(princ "Emacs: all passed\n")
;;; session.el ends here
