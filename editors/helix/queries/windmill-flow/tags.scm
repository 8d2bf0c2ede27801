; Steps, for the list of symbols.

((block
   (pair key: (plain_scalar) @_id value: (_) @name))
 (#eq? @_id "id")) @definition.function
