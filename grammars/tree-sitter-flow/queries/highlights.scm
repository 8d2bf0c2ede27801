; Colours of a flow.

(comment) @comment
(pair key: (_) @property)
(flow_pair key: (_) @property)
[(double_quoted_scalar) (single_quoted_scalar)] @string
[(block_scalar) (bad_block_scalar)] @string
