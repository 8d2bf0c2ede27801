; The code inside a flow, in its own colours.

; Expressions are JavaScript.
((pair
   key: (plain_scalar) @_key
   value: [(plain_scalar) (double_quoted_scalar) (single_quoted_scalar) (block_scalar)] @injection.content)
 (#eq? @_key "expr")
 (#set! injection.language "javascript"))

((flow_pair
   key: (plain_scalar) @_key
   value: [(plain_scalar) (double_quoted_scalar) (single_quoted_scalar)] @injection.content)
 (#eq? @_key "expr")
 (#set! injection.language "javascript"))

; Code is in the language that stands beside it, above or below.
((block
   (pair key: (plain_scalar) @_content value: (block_scalar) @injection.content)
   (pair key: (plain_scalar) @_key value: (plain_scalar) @_language))
 (#eq? @_content "content")
 (#eq? @_key "language")
 (#match? @_language "^python3$")
 (#set! injection.language "python"))

((block
   (pair key: (plain_scalar) @_key value: (plain_scalar) @_language)
   (pair key: (plain_scalar) @_content value: (block_scalar) @injection.content))
 (#eq? @_content "content")
 (#eq? @_key "language")
 (#match? @_language "^python3$")
 (#set! injection.language "python"))

((block
   (pair key: (plain_scalar) @_content value: (block_scalar) @injection.content)
   (pair key: (plain_scalar) @_key value: (plain_scalar) @_language))
 (#eq? @_content "content")
 (#eq? @_key "language")
 (#match? @_language "^(bun|deno|nativets|bunnative)$")
 (#set! injection.language "typescript"))

((block
   (pair key: (plain_scalar) @_key value: (plain_scalar) @_language)
   (pair key: (plain_scalar) @_content value: (block_scalar) @injection.content))
 (#eq? @_content "content")
 (#eq? @_key "language")
 (#match? @_language "^(bun|deno|nativets|bunnative)$")
 (#set! injection.language "typescript"))

((block
   (pair key: (plain_scalar) @_content value: (block_scalar) @injection.content)
   (pair key: (plain_scalar) @_key value: (plain_scalar) @_language))
 (#eq? @_content "content")
 (#eq? @_key "language")
 (#match? @_language "^bash$")
 (#set! injection.language "bash"))

((block
   (pair key: (plain_scalar) @_key value: (plain_scalar) @_language)
   (pair key: (plain_scalar) @_content value: (block_scalar) @injection.content))
 (#eq? @_content "content")
 (#eq? @_key "language")
 (#match? @_language "^bash$")
 (#set! injection.language "bash"))

((block
   (pair key: (plain_scalar) @_content value: (block_scalar) @injection.content)
   (pair key: (plain_scalar) @_key value: (plain_scalar) @_language))
 (#eq? @_content "content")
 (#eq? @_key "language")
 (#match? @_language "^(postgresql|mysql|bigquery|snowflake|mssql|oracledb|duckdb)$")
 (#set! injection.language "sql"))

((block
   (pair key: (plain_scalar) @_key value: (plain_scalar) @_language)
   (pair key: (plain_scalar) @_content value: (block_scalar) @injection.content))
 (#eq? @_content "content")
 (#eq? @_key "language")
 (#match? @_language "^(postgresql|mysql|bigquery|snowflake|mssql|oracledb|duckdb)$")
 (#set! injection.language "sql"))

((block
   (pair key: (plain_scalar) @_content value: (block_scalar) @injection.content)
   (pair key: (plain_scalar) @_key value: (plain_scalar) @_language))
 (#eq? @_content "content")
 (#eq? @_key "language")
 (#match? @_language "^go$")
 (#set! injection.language "go"))

((block
   (pair key: (plain_scalar) @_key value: (plain_scalar) @_language)
   (pair key: (plain_scalar) @_content value: (block_scalar) @injection.content))
 (#eq? @_content "content")
 (#eq? @_key "language")
 (#match? @_language "^go$")
 (#set! injection.language "go"))

((block
   (pair key: (plain_scalar) @_content value: (block_scalar) @injection.content)
   (pair key: (plain_scalar) @_key value: (plain_scalar) @_language))
 (#eq? @_content "content")
 (#eq? @_key "language")
 (#match? @_language "^php$")
 (#set! injection.language "php"))

((block
   (pair key: (plain_scalar) @_key value: (plain_scalar) @_language)
   (pair key: (plain_scalar) @_content value: (block_scalar) @injection.content))
 (#eq? @_content "content")
 (#eq? @_key "language")
 (#match? @_language "^php$")
 (#set! injection.language "php"))

((block
   (pair key: (plain_scalar) @_content value: (block_scalar) @injection.content)
   (pair key: (plain_scalar) @_key value: (plain_scalar) @_language))
 (#eq? @_content "content")
 (#eq? @_key "language")
 (#match? @_language "^rust$")
 (#set! injection.language "rust"))

((block
   (pair key: (plain_scalar) @_key value: (plain_scalar) @_language)
   (pair key: (plain_scalar) @_content value: (block_scalar) @injection.content))
 (#eq? @_content "content")
 (#eq? @_key "language")
 (#match? @_language "^rust$")
 (#set! injection.language "rust"))

((block
   (pair key: (plain_scalar) @_content value: (block_scalar) @injection.content)
   (pair key: (plain_scalar) @_key value: (plain_scalar) @_language))
 (#eq? @_content "content")
 (#eq? @_key "language")
 (#match? @_language "^powershell$")
 (#set! injection.language "powershell"))

((block
   (pair key: (plain_scalar) @_key value: (plain_scalar) @_language)
   (pair key: (plain_scalar) @_content value: (block_scalar) @injection.content))
 (#eq? @_content "content")
 (#eq? @_key "language")
 (#match? @_language "^powershell$")
 (#set! injection.language "powershell"))

((block
   (pair key: (plain_scalar) @_content value: (block_scalar) @injection.content)
   (pair key: (plain_scalar) @_key value: (plain_scalar) @_language))
 (#eq? @_content "content")
 (#eq? @_key "language")
 (#match? @_language "^graphql$")
 (#set! injection.language "graphql"))

((block
   (pair key: (plain_scalar) @_key value: (plain_scalar) @_language)
   (pair key: (plain_scalar) @_content value: (block_scalar) @injection.content))
 (#eq? @_content "content")
 (#eq? @_key "language")
 (#match? @_language "^graphql$")
 (#set! injection.language "graphql"))
