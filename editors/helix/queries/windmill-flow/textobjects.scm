; A key with its value is an entry, and so is an item of a list.

(comment) @comment.inside
(comment)+ @comment.around

(pair value: (_) @entry.inside) @entry.around
(item value: (_) @entry.inside) @entry.around
(flow_pair value: (_) @entry.inside) @entry.around

; The code of a step.
((pair key: (plain_scalar) @_key value: (block_scalar) @function.inside) @function.around
 (#eq? @_key "content"))
