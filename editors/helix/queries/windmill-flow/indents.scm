; How far in the next line begins.

; Below a key whose value is still to come, or stands on lines of its own.
((pair key: (_) !value) @indent.always @extend)
((pair key: (_) @key value: (block) @value) @indent.always @extend
 (#not-same-line? @key @value))

; Below an item: beside its first key.
((item) @indent.always @extend)

(block_scalar) @indent @extend
