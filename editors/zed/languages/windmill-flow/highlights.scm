; Colours of a flow.

(comment) @comment

(directive) @keyword.directive
[(document_start) (document_end)] @punctuation.special
["-" "?" ":" ","] @punctuation.delimiter
["[" "]" "{" "}"] @punctuation.bracket

(tag) @type
[(anchor) (alias)] @label

; Editors differ in which of two patterns wins, so no two of these match the same node.
(pair key: [(plain_scalar) (double_quoted_scalar) (single_quoted_scalar)] @property)
(flow_pair key: [(plain_scalar) (double_quoted_scalar) (single_quoted_scalar)] @property)

[(block_scalar) (bad_block_scalar)] @string
(pair value: [(double_quoted_scalar) (single_quoted_scalar)] @string)
(flow_pair value: [(double_quoted_scalar) (single_quoted_scalar)] @string)
(item value: [(double_quoted_scalar) (single_quoted_scalar)] @string)
(flow_sequence [(double_quoted_scalar) (single_quoted_scalar)] @string)
((pair value: (plain_scalar) @string)
 (#not-any-of? @string "true" "True" "TRUE" "false" "False" "FALSE" "null" "Null" "NULL" "~")
 (#not-match? @string "^[-+]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][-+]?[0-9]+)?$"))
((pair value: (plain_scalar) @constant.builtin)
 (#any-of? @constant.builtin "true" "True" "TRUE" "false" "False" "FALSE" "null" "Null" "NULL" "~"))
((pair value: (plain_scalar) @number)
 (#match? @number "^[-+]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][-+]?[0-9]+)?$"))
((flow_pair value: (plain_scalar) @string)
 (#not-any-of? @string "true" "True" "TRUE" "false" "False" "FALSE" "null" "Null" "NULL" "~")
 (#not-match? @string "^[-+]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][-+]?[0-9]+)?$"))
((flow_pair value: (plain_scalar) @constant.builtin)
 (#any-of? @constant.builtin "true" "True" "TRUE" "false" "False" "FALSE" "null" "Null" "NULL" "~"))
((flow_pair value: (plain_scalar) @number)
 (#match? @number "^[-+]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][-+]?[0-9]+)?$"))
((item value: (plain_scalar) @string)
 (#not-any-of? @string "true" "True" "TRUE" "false" "False" "FALSE" "null" "Null" "NULL" "~")
 (#not-match? @string "^[-+]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][-+]?[0-9]+)?$"))
((item value: (plain_scalar) @constant.builtin)
 (#any-of? @constant.builtin "true" "True" "TRUE" "false" "False" "FALSE" "null" "Null" "NULL" "~"))
((item value: (plain_scalar) @number)
 (#match? @number "^[-+]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][-+]?[0-9]+)?$"))
((flow_sequence (plain_scalar) @string)
 (#not-any-of? @string "true" "True" "TRUE" "false" "False" "FALSE" "null" "Null" "NULL" "~")
 (#not-match? @string "^[-+]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][-+]?[0-9]+)?$"))
((flow_sequence (plain_scalar) @constant.builtin)
 (#any-of? @constant.builtin "true" "True" "TRUE" "false" "False" "FALSE" "null" "Null" "NULL" "~"))
((flow_sequence (plain_scalar) @number)
 (#match? @number "^[-+]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][-+]?[0-9]+)?$"))

; What is wrong stands out.
[(bad_scalar) (unclosed_quote) (unclosed_flow) (stray_line) (conflict_marker) (too_deep)] @error
