;;; windmill-ls.el --- Windmill flows and scripts, checked and completed  -*- lexical-binding: t -*-

;; Version: 0.1.0
;; Package-Requires: ((emacs "29.1"))
;; URL: https://github.com/windmill-ls/windmill-ls
;; SPDX-License-Identifier: Apache-2.0

;;; Commentary:

;; Eglot with the language server `windmill-ls', where a file is Windmill's:
;;
;;   (require 'windmill-ls)
;;   (windmill-ls-global-mode 1)
;;
;; Files are a flow (`flow.yaml'), and what lies below a folder with a `wmill.yaml'.  All others keep the
;; servers that they have: this changes `eglot-server-programs' in Windmill's buffers only.

;;; Code:

(require 'cl-lib)
(require 'eglot)
(require 'project)
(declare-function treesit-ready-p "treesit" (language &optional quiet))

(defgroup windmill-ls nil
  "Windmill flows and scripts, checked and completed."
  :group 'tools
  :prefix "windmill-ls-")

(defcustom windmill-ls-program "windmill-ls"
  "The binary of the server: a name in variable `exec-path', or a full name."
  :type 'string)

(defcustom windmill-ls-settings nil
  "What `windmill-ls.toml' may say, as a property list; it stands above that file.
For example (:hints (:shapes t))."
  :type 'plist)

(defcustom windmill-ls-scripts nil
  "Whether scripts below a `wmill.yaml' are Windmill's as well.
Eglot has one server a buffer: Python's or TypeScript's is not there then."
  :type 'boolean)

(defconst windmill-ls-data-modes '(windmill-flow-mode yaml-mode yaml-ts-mode json-mode js-json-mode json-ts-mode)
  "Modes of flows, settings, schedules, triggers and the like.")

(defconst windmill-ls-script-modes
  '(python-mode python-ts-mode typescript-mode typescript-ts-mode sh-mode bash-ts-mode powershell-mode sql-mode
    graphql-mode go-mode go-ts-mode php-mode php-ts-mode rust-mode rust-ts-mode)
  "Modes of scripts whose text is read.")

(defun windmill-ls--modes ()
  "The modes that the server manages."
  (append windmill-ls-data-modes (and windmill-ls-scripts windmill-ls-script-modes)))

(defun windmill-ls--flow-p (file)
  "Whether FILE is a flow, by its name."
  (member (file-name-nondirectory file) '("flow.yaml" "flow.json")))

(defun windmill-ls--above-paths (folder)
  "The folder that paths of flows in FOLDER start from, or nil.
It is the one that holds their `f' or `u'."
  (let ((below 0) found)
    (while (and folder (not found))
      (let ((name (file-name-nondirectory (directory-file-name folder)))
            (parent (file-name-directory (directory-file-name folder))))
        (when (and (>= below 2) (member name '("f" "u")))
          (setq found parent))
        (setq below (1+ below)
              folder (unless (equal parent folder) parent))))
    found))

(defun windmill-ls-root (file)
  "The workspace that FILE belongs to, or nil where it is not Windmill's.
That is the nearest folder with a `wmill.yaml', no further than the
repository.  For a flow without one it is the repository, else the folder
that its path starts from, else the flow's own."
  (let* ((folder (file-name-directory (expand-file-name file)))
         (config (locate-dominating-file folder "wmill.yaml"))
         (repository (locate-dominating-file folder ".git")))
    (cond
     ((and config (or (not repository) (file-in-directory-p config repository)))
      (expand-file-name config))
     ((windmill-ls--flow-p file)
      (expand-file-name (or repository (windmill-ls--above-paths folder) folder))))))

(defun windmill-ls--project (folder)
  "The project that Eglot is to open for FOLDER, or nil.
This is for `project-find-functions'."
  (when (and (bound-and-true-p eglot-lsp-context) (bound-and-true-p windmill-ls-mode) buffer-file-name)
    (when-let* ((root (windmill-ls-root buffer-file-name)))
      (let ((vc (project-try-vc folder)))
        ;; The repository knows which files are ignored.
        (if (and vc (file-equal-p (project-root vc) root)) vc (cons 'windmill-ls root))))))

(cl-defmethod project-root ((project (head windmill-ls)))
  "The root of PROJECT."
  (cdr project))

(defvar windmill-ls--told nil "Whether it was said that the binary is missing.")

(define-minor-mode windmill-ls-mode
  "The language server of Windmill's files in this buffer."
  :lighter " Windmill"
  (if (not windmill-ls-mode)
      (kill-local-variable 'eglot-server-programs)
    (add-hook 'project-find-functions #'windmill-ls--project)
    (setq-local eglot-server-programs
                (cons (cons (windmill-ls--modes)
                            (if windmill-ls-settings
                                (list windmill-ls-program :initializationOptions windmill-ls-settings)
                              (list windmill-ls-program)))
                      (default-value 'eglot-server-programs)))
    (cond
     ((executable-find windmill-ls-program) (eglot-ensure))
     (windmill-ls--told nil)
     (t (setq windmill-ls--told t)
        (display-warning
         'windmill-ls
         (format "`%s' is not in `exec-path': install it, or set `windmill-ls-program'" windmill-ls-program))))))

(defun windmill-ls-maybe ()
  "Turn on `windmill-ls-mode' where the file is Windmill's."
  (when (and buffer-file-name
             (apply #'derived-mode-p (windmill-ls--modes))
             (windmill-ls-root buffer-file-name))
    (windmill-ls-mode 1)))

;;;###autoload
(define-minor-mode windmill-ls-global-mode
  "Windmill's files get `windmill-ls-mode' when they are opened."
  :global t
  (if windmill-ls-global-mode
      (add-hook 'find-file-hook #'windmill-ls-maybe)
    (remove-hook 'find-file-hook #'windmill-ls-maybe)))

(defvar windmill-flow-font-lock-keywords
  `(("^ *\\(?:- +\\)*\\([^][ \t\n#'\"{}&*!|>%@`-][^:\n]*?\\):\\(?: \\|$\\)" 1 'font-lock-property-name-face)
    ("^ *\\(?:- +\\)*expr: \\(.+\\)" 1 font-lock-constant-face)
    (,(regexp-opt '("true" "false" "null") 'symbols) . font-lock-constant-face))
  "Colours of flows where no mode for YAML is installed.")

(define-derived-mode windmill-flow-mode prog-mode "Flow"
  "A flow, where Emacs has no mode for YAML."
  (setq-local comment-start "# "
              comment-start-skip "#+ *"
              indent-tabs-mode nil
              tab-width 2
              indent-line-function #'indent-relative
              font-lock-defaults '(windmill-flow-font-lock-keywords))
  (modify-syntax-entry ?# "<" windmill-flow-mode-syntax-table)
  (modify-syntax-entry ?\n ">" windmill-flow-mode-syntax-table)
  (modify-syntax-entry ?_ "_" windmill-flow-mode-syntax-table)
  (modify-syntax-entry ?\' "." windmill-flow-mode-syntax-table))

;;;###autoload
(defun windmill-ls-flow ()
  "The major mode of flows: one for YAML, or `windmill-flow-mode'."
  (cond
   ((fboundp 'yaml-mode) (yaml-mode))
   ((and (fboundp 'yaml-ts-mode) (require 'treesit nil t) (treesit-ready-p 'yaml t)) (yaml-ts-mode))
   (t (windmill-flow-mode))))

;;;###autoload
(add-to-list 'auto-mode-alist '("\\(?:\\.flow\\|__flow\\)/flow\\.yaml\\'" . windmill-ls-flow))

(put 'windmill-flow-mode 'eglot-language-id "yaml")

(provide 'windmill-ls)
;;; windmill-ls.el ends here
