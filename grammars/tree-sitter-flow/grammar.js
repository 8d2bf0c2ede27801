/**
 * YAML as Windmill flows are written in, read to the end whatever stands in it.
 *
 * The scanner (src/scanner.c) owns lines, columns and scalars, and decides where a line belongs. The
 * rules here accept every sequence of tokens that it can give, so that no text makes an ERROR node:
 * mistakes are nodes with names of their own.
 */

/// <reference types="tree-sitter-cli/dsl" />

module.exports = grammar({
  name: 'flow',

  // Their order is that of `enum Token` in src/scanner.c.
  externals: $ => [
    $._block_start, // where a line opens a block, unless its first token does
    $._compact_start, // where a block starts on the line of its `-`, `?` or `:`
    $._first_key, // a key that opens a block
    $._first_dash, // a dash that opens a block
    $._block_end,
    $._chunk_dash, // the dash of an item that ends a chunk of them
    $._dash,
    $._question,
    $._explicit_colon,
    $._pair_start, // before a key that is not plain
    $._plain_key,
    $._colon,
    $.missing_colon,
    $.misindented,
    $.tab_indent,
    $.anchor,
    $.tag,
    $.alias,
    $.plain_scalar,
    $._plain_above, // the block below was meant to be the value
    $.double_quoted_scalar,
    $.single_quoted_scalar,
    $.block_scalar,
    $.bad_block_scalar,
    $.bad_scalar,
    $._bad_above,
    $.unclosed_quote,
    $._quote_above,
    $._empty, // where no value is
    $._value_start, // before a value that starts like a key could
    $._unclosed_open,
    $._unclosed_rest,
    $._unclosed_above,
    $._open_sequence,
    $._close_sequence,
    $._open_mapping,
    $._close_mapping,
    $._comma,
    $._flow_key, // a plain key; its colon goes with the blanks before the next token
    $._flow_colon,
    $._adjacent_colon,
    $._flow_question,
    $._flow_abort,
    $.directive,
    $.document_start,
    $.document_end,
    $.comment,
    $.stray_line,
    $.conflict_marker,
    $.too_deep,
    $._error,
  ],

  extras: $ => [/[\s\uFEFF]+/, $.comment, $.stray_line, $.conflict_marker, $.too_deep],

  rules: {
    stream: $ =>
      seq(optional($.document), repeat(seq($._separator, optional($.document)))),

    _separator: $ => choice($.directive, $.document_start, $.document_end),

    document: $ =>
      choice(
        $._node,
        seq($._prefix, choice($._node, $._empty)),
      ),

    // There is always one, if only an empty one: a node that ends with a token of its own knows what
    // it has looked at, so that an edit there makes it anew.
    _value: $ =>
      choice(
        $._empty,
        field('value', $._node),
        seq($._prefix, choice(field('value', $._node), $._empty)),
      ),

    _prefix: $ => repeat1(seq(optional($._value_start), choice($.anchor, $.tag))),

    _properties: $ => repeat1(choice($.anchor, $.tag)),

    _node: $ => choice($.block, seq(optional($._value_start), $._scalar)),

    _scalar: $ =>
      choice(
        $.plain_scalar,
        $.double_quoted_scalar,
        $.single_quoted_scalar,
        $.block_scalar,
        $.bad_block_scalar,
        $.alias,
        $.flow_mapping,
        $.flow_sequence,
        $.bad_scalar,
        $.unclosed_quote,
        $.unclosed_flow,
        // Above a block: that was meant to be the value.
        seq(
          choice(
            alias($._plain_above, $.plain_scalar),
            alias($._bad_above, $.bad_scalar),
            alias($._quote_above, $.unclosed_quote),
            alias($._flow_above, $.unclosed_flow),
          ),
          optional($.block),
        ),
      ),

    unclosed_flow: $ => seq($._unclosed_open, $._unclosed_rest),
    _flow_above: $ => seq($._unclosed_open, $._unclosed_above),

    // A run of pairs and items: a mapping or a sequence, or by mistake both.
    block: $ =>
      seq(
        choice(
          seq($._block_start, $._entry),
          alias($._first_pair, $.pair),
          alias($._first_item, $.item),
        ),
        repeat($._chunk),
        optional(seq($._entry, optional($._entries))),
        $._block_end,
      ),

    // tree-sitter looks at every child of a node that an edit has changed. In a long list there would be
    // thousands, so that they come in hidden chunks, each of which ends with an item whose text says so.
    // (A node that starts with a repetition is never reused, hence the first entry apart.)
    _chunk: $ =>
      seq(optional(seq($._entry, optional($._entries))), alias($._chunk_item, $.item)),

    _entries: $ => repeat1($._entry),

    _compact_block: $ => seq($._compact_start, repeat1($._entry), $._block_end),

    _entry: $ => choice($.pair, $.item, $.explicit_key, $.explicit_value),

    _mark: $ => choice($.misindented, $.tab_indent),

    // The colon behind a plain key belongs to no node: a token less for every line.
    pair: $ =>
      seq(
        optional($._mark),
        choice(
          seq(field('key', alias($._plain_key, $.plain_scalar)), optional($.missing_colon)),
          seq($._pair_start, optional($._key), choice(alias($._colon, ':'), $.missing_colon)),
        ),
        $._value,
      ),

    _first_pair: $ =>
      seq(
        field('key', alias($._first_key, $.plain_scalar)),
        optional($.missing_colon),
        $._value,
      ),

    _chunk_item: $ => seq(alias($._chunk_dash, '-'), $._compact_value),

    _first_item: $ => seq(alias($._first_dash, '-'), $._compact_value),

    _key: $ =>
      choice(
        field('key', $._key_node),
        seq($._properties, optional(field('key', $._key_node))),
      ),

    _key_node: $ =>
      choice(
        alias($._plain_key, $.plain_scalar),
        $.double_quoted_scalar,
        $.single_quoted_scalar,
        $.alias,
        $.flow_mapping,
        $.flow_sequence,
      ),

    item: $ => seq(optional($._mark), alias($._dash, '-'), $._compact_value),

    explicit_key: $ =>
      seq(optional($._mark), alias($._question, '?'), $._compact_value),

    explicit_value: $ =>
      seq(optional($._mark), alias($._explicit_colon, ':'), $._compact_value),

    _compact_value: $ => choice(alias($._compact_block, $.block), $._value),

    flow_sequence: $ =>
      seq(
        alias($._open_sequence, '['),
        repeat($._flow_entry),
        choice(alias($._close_sequence, ']'), $._flow_abort),
      ),

    flow_mapping: $ =>
      seq(
        alias($._open_mapping, '{'),
        repeat($._flow_entry),
        choice(alias($._close_mapping, '}'), $._flow_abort),
      ),

    _flow_entry: $ => choice(alias($._comma, ','), $._flow_value, $.flow_pair),

    flow_pair: $ =>
      prec.right(
        1,
        choice(
          seq(
            choice(
              seq(optional($._properties), field('key', alias($._flow_key, $.plain_scalar))),
              seq(field('key', $._flow_value), alias($._flow_colon, ':')),
              seq(field('key', $._json_value), alias($._adjacent_colon, ':')),
              alias($._flow_colon, ':'),
            ),
            $._pair_value,
          ),
          seq(
            alias($._flow_question, '?'),
            choice(
              seq(
                optional($._properties),
                field('key', alias($._flow_key, $.plain_scalar)),
                $._pair_value,
              ),
              seq(
                field('key', $._json_value),
                alias($._adjacent_colon, ':'),
                $._pair_value,
              ),
              seq(
                choice(field('key', $._flow_value), $._empty),
                choice(seq(alias($._flow_colon, ':'), $._pair_value), $._empty),
              ),
            ),
          ),
        ),
      ),

    _pair_value: $ => choice(field('value', $._flow_value), $._empty),

    _flow_value: $ =>
      prec.right(choice($._json_value, $._word_value, seq($._properties, $._empty))),

    _json_value: $ => seq(optional($._properties), $._json_node),
    _word_value: $ => seq(optional($._properties), $._word_node),

    _json_node: $ =>
      choice(
        $.double_quoted_scalar,
        $.single_quoted_scalar,
        $.flow_mapping,
        $.flow_sequence,
      ),

    _word_node: $ => choice($.plain_scalar, $.alias, $.unclosed_quote),
  },
});
