// The scanner: owns lines, columns and scalars, and decides where each line belongs.
//
// A line that opens or ends blocks gives tokens of no width first. Every call decides anew from the
// open blocks and the line, so that nothing needs to be remembered between those tokens. Whatever a
// line holds, there is a token for it: at the worst `stray_line`, which may stand anywhere.

#include "block_scalar.h"
#include "flow.h"
#include "scalars.h"
#include "stack.h"
#include "text.h"

#include <stdlib.h>

// In the order of `externals` in grammar.js.
enum Token {
  BLOCK_START,
  COMPACT_START,
  FIRST_KEY,
  FIRST_DASH,
  BLOCK_END,
  CHUNK_DASH,
  DASH,
  QUESTION,
  EXPLICIT_COLON,
  PAIR_START,
  PLAIN_KEY,
  COLON,
  MISSING_COLON,
  MISINDENTED,
  TAB_INDENT,
  ANCHOR,
  TAG,
  ALIAS,
  PLAIN,
  PLAIN_ABOVE,
  DOUBLE_QUOTED,
  SINGLE_QUOTED,
  BLOCK_SCALAR,
  BAD_BLOCK_SCALAR,
  BAD_SCALAR,
  BAD_ABOVE,
  UNCLOSED_QUOTE,
  QUOTE_ABOVE,
  EMPTY,
  VALUE_START,
  UNCLOSED_OPEN,
  UNCLOSED_REST,
  UNCLOSED_ABOVE,
  OPEN_SEQUENCE,
  CLOSE_SEQUENCE,
  OPEN_MAPPING,
  CLOSE_MAPPING,
  COMMA,
  FLOW_KEY,
  FLOW_COLON,
  ADJACENT_COLON,
  FLOW_QUESTION,
  FLOW_ABORT,
  DIRECTIVE,
  DOCUMENT_START,
  DOCUMENT_END,
  COMMENT,
  STRAY_LINE,
  CONFLICT_MARKER,
  TOO_DEEP,
  ERROR_RECOVERY,
};

static bool give(TSLexer *l, enum Token token) {
  l->result_symbol = token;
  return true;
}

// Gives a token that ends here.
static bool give_here(TSLexer *l, enum Token token) {
  l->mark_end(l);
  return give(l, token);
}

// Gives a token that ends after one more character.
static bool give_one(TSLexer *l, enum Token token) {
  next(l);
  return give_here(l, token);
}

// Gives a token that ends with the line.
static bool give_line(TSLexer *l, enum Token token) {
  to_line_end(l);
  return give_here(l, token);
}

// ---------------------------------------------------------------------------------------------
// Where a line belongs
// ---------------------------------------------------------------------------------------------

// What a line would do to the blocks.
typedef enum {
  // It opens a block.
  OPENS,
  // It is an entry of the innermost block.
  ENTRY,
  // It ends the innermost block.
  ENDS,
  // It has no place.
  STRAY,
} Plan;

static int32_t distance(int32_t a, int32_t b) { return a < b ? b - a : a - b; }

// The block of a kind that is nearest to a column, the inner one of two; -1: there is none.
static int32_t nearest(const Scanner *s, int32_t column, bool list) {
  int32_t best = -1;
  for (uint32_t i = s->count; i-- > 0;) {
    if (s->lists[i] != list) continue;
    if (best < 0 || distance(s->columns[i], column) < distance(s->columns[best], column)) {
      best = (int32_t)i;
    }
  }
  return best;
}

static Plan towards(const Scanner *s, int32_t block, uint32_t *target) {
  if (block < 0) return STRAY;
  *target = (uint32_t)block + 1;
  return *target == s->count ? ENTRY : ENDS;
}

// A line with a key. `pending`: a value, or the block below a broken one, is still to come.
static Plan plan_key(const Scanner *s, int32_t column, bool pending, uint32_t *target) {
  int32_t top = top_column(s);
  int32_t block = nearest(s, column, false);
  if (block >= 0 && s->columns[block] == column) return towards(s, block, target);
  // In the column of its dash a key has no other place than the item.
  if (pending && (column > top || (column == top && top_is_list(s)))) return OPENS;
  return towards(s, block, target);
}

// Whether two mappings are equally near to a column, so that the next line tells which one it is.
static bool is_tie(const Scanner *s, int32_t column, int32_t *outer) {
  int32_t block = nearest(s, column, false);
  if (block <= 0 || s->columns[block] <= column) return false;
  for (int32_t i = block - 1; i >= 0; i--) {
    if (s->lists[i]) continue;
    *outer = i;
    return s->columns[block] - column == column - s->columns[i];
  }
  return false;
}

// A line with an item. `with_key`: there is a key in it.
static Plan plan_item(const Scanner *s, int32_t column, bool pending, bool with_key, uint32_t *target) {
  int32_t top = top_column(s);
  for (uint32_t i = s->count; i-- > 0;) {
    if (s->lists[i] && s->columns[i] == column) return towards(s, (int32_t)i, target);
    if (s->columns[i] < column) break;
  }
  if (pending && (column > top || (column == top && !top_is_list(s)))) return OPENS;
  int32_t block = nearest(s, column, true);
  if (block < 0 && with_key && s->count > 0 && column < top) {
    // The list's first dash is missing: its keys are the block that this is the second item of.
    for (uint32_t i = 0; i < s->count; i++) {
      if (s->columns[i] > column) return towards(s, (int32_t)i, target);
    }
  }
  int32_t far = block < 0 ? INT32_MAX : distance(s->columns[block], column);
  if (pending && !top_is_list(s) && top - column <= 1 && far > 1) return OPENS;
  if (far <= 1 || with_key) return towards(s, block, target);
  return STRAY;
}

// ---------------------------------------------------------------------------------------------
// Values
// ---------------------------------------------------------------------------------------------

// Whether the next line is deeper than `column` and holds structure: then what stands above it on a
// line of its own is no value. Reads ahead.
static bool structure_follows(TSLexer *l, int32_t column) {
  int32_t at = next_line(l);
  return at > column && l->lookahead != '#' && is_structure(l);
}

// Gives what ends where the token was ended, and tells apart whether it stands above a block that was
// meant to be the value. Reads ahead.
static bool give_above(TSLexer *l, int32_t column, enum Token token, enum Token above) {
  return give(l, structure_follows(l, column) ? above : token);
}

// What a plain scalar does at a further line.
typedef enum { GOES_ON, ENDS_PLAIN, ENDS_ABOVE, ENDS_STRAY } PlainNext;

// Stands at the first character of a line behind a plain scalar, in column `at`, or at the end of the
// text. Where the scalar goes on, reads the line.
static PlainNext plain_next(const Scanner *s, TSLexer *l, int32_t at, bool own_line) {
  if (at <= top_column(s) || at_end(l)) return ENDS_PLAIN;
  next_blanks(l);
  if (l->lookahead == '#') return ENDS_PLAIN;
  bool item = l->lookahead == '-';
  if (at == 0 && (item || l->lookahead == '.')) {
    if (is_document_marker(l)) return ENDS_PLAIN;
  }
  if (is_structure(l)) {
    // A deeper key behind `key: word` is a sibling, behind `- word` it is in the item.
    bool above = s->count == 0 || top_is_list(s) || item;
    return own_line ? ENDS_STRAY : above && fits(s) ? ENDS_ABOVE : ENDS_PLAIN;
  }
  while (l->lookahead != '#' && !at_line_end(l)) plain_line(l, false);
  return GOES_ON;
}

static bool give_plain(TSLexer *l, PlainNext end) {
  return give(l, end == ENDS_STRAY ? STRAY_LINE : end == ENDS_ABOVE ? PLAIN_ABOVE : PLAIN);
}

// Reads the further lines of a plain scalar whose first line was read. `own_line`: it does not stand
// behind a key or dash, so that structure right below it makes it a stray line.
static bool plain_rest(const Scanner *s, TSLexer *l, bool own_line) {
  for (;;) {
    l->mark_end(l);
    if (l->lookahead == '#') return give(l, PLAIN);
    int32_t at = next_line(l);
    PlainNext end = plain_next(s, l, at, own_line);
    if (end != GOES_ON) return give_plain(l, end);
  }
}

static bool give_bad(TSLexer *l, int32_t column) {
  to_line_end(l);
  l->mark_end(l);
  return give_above(l, column, BAD_SCALAR, BAD_ABOVE);
}

// Stands at a bracket that opens a value. One that is never closed is given alone.
static bool scan_brackets(Scanner *s, TSLexer *l) {
  bool sequence = l->lookahead == '[';
  // The token must end before what is read ahead, and reading ahead starts at the bracket.
  Opening opening = {sequence ? '[' : '{', top_column(s), s->vain < MAX_VAIN ? MAX_AHEAD : NEAR};
  next(l);
  l->mark_end(l);
  uint32_t tokens;
  if (is_closed(l, opening, &tokens)) return give(l, sequence ? OPEN_SEQUENCE : OPEN_MAPPING);
  if (tokens > NEAR) {
    if (s->vain == 0) s->vain_column = opening.column;
    s->vain++;
  }
  return give(l, UNCLOSED_OPEN);
}

// Stands at a value behind a key, a dash or a property, or on a line of its own.
static bool scan_value(Scanner *s, TSLexer *l, bool own_line) {
  int32_t column = top_column(s);
  int32_t c = l->lookahead;
  switch (c) {
    case '&':
      name(l, false);
      return give_here(l, ANCHOR);
    case '!':
      tag(l, false);
      return give_here(l, TAG);
    case '*':
      name(l, false);
      return give_here(l, ALIAS);
    case '|':
    case '>':
      return give(l, block_scalar(l, column) ? BLOCK_SCALAR : BAD_BLOCK_SCALAR);
    case '"':
    case '\'':
      next(l);
      switch (quoted(l, c, column, false)) {
        case CLOSED:
          break;
        case UNCLOSED:
          return give(l, UNCLOSED_QUOTE);
        case ABOVE:
          return give(l, QUOTE_ABOVE);
      }
      if (own_line && structure_follows(l, column)) return give(l, STRAY_LINE);
      return give(l, c == '"' ? DOUBLE_QUOTED : SINGLE_QUOTED);
    case '[':
    case '{':
      return scan_brackets(s, l);
    case ',':
    case ']':
    case '}':
    case '@':
    case '`':
    case '%':
      return give_bad(l, column);
    case '-':
    case '?':
    case ':':
      next(l);
      if (at_gap(l)) return give_bad(l, column);
      break;
    default:
      break;
  }
  if (plain_line(l, false) == AT_COLON) return give_bad(l, column);
  return plain_rest(s, l, own_line);
}

// Stands in a key that is not plain, behind its start or behind its text.
static bool scan_key(TSLexer *l, const bool *valid) {
  while (is_blank(l->lookahead) || (valid[PLAIN_KEY] && is_break(l->lookahead))) skip(l);
  int32_t c = l->lookahead;
  bool colon;
  if (!valid[PLAIN_KEY]) {
    if (c == ':') return give_one(l, COLON);
    return give_here(l, MISSING_COLON);
  }
  switch (c) {
    case ':':
      return give_one(l, COLON);
    case '&':
      name(l, false);
      return give_here(l, ANCHOR);
    case '!':
      tag(l, false);
      return give_here(l, TAG);
    case '*':
      name(l, false);
      return give_here(l, ALIAS);
    case '"':
    case '\'':
      next(l);
      quoted_line(l, c, &colon);
      return give_here(l, c == '"' ? DOUBLE_QUOTED : SINGLE_QUOTED);
    case '[':
      return give_one(l, OPEN_SEQUENCE);
    case '{':
      return give_one(l, OPEN_MAPPING);
    default:
      if (at_line_end(l)) return give_here(l, MISSING_COLON);
      plain_line(l, true);
      return give(l, PLAIN_KEY);
  }
}

// ---------------------------------------------------------------------------------------------
// Lines
// ---------------------------------------------------------------------------------------------

// Stands at the key, dash or mark of an entry that belongs to the innermost block.
static bool scan_entry(TSLexer *l, const bool *valid) {
  int32_t c = l->lookahead;
  switch (c) {
    case '-':
    case '?':
    case ':':
      next(l);
      if (at_gap(l)) return give_here(l, c == '-' ? DASH : c == '?' ? QUESTION : EXPLICIT_COLON);
      break;
    case '"':
    case '\'':
    case '&':
    case '!':
    case '*':
    case '[':
    case '{':
      if (valid[PAIR_START]) return give_here(l, PAIR_START);
      break;
    default:
      break;
  }
  plain_line(l, true);
  return give(l, PLAIN_KEY);
}

static bool open_block(Scanner *s, TSLexer *l, int32_t column, bool list, enum Token token) {
  push_block(s, column, list);
  return give(l, token);
}

// Closes blocks down to the one at `target`, one now and the others without another look.
static bool close_blocks(Scanner *s, TSLexer *l, uint32_t target) {
  s->closing = s->count - 1 - target;
  pop_block(s);
  return give(l, BLOCK_END);
}

// A mark before an entry that does not stand in its block's column.
static bool give_mark(Scanner *s, TSLexer *l, int32_t column, bool tab) {
  s->shift = column - top_column(s);
  return give(l, tab ? TAB_INDENT : MISINDENTED);
}

// A line of text: `word`, alone, with deeper structure or a list below, is a key that lacks its colon.
static bool is_word_key(TSLexer *l, int32_t column, bool alone) {
  if (!alone) return false;
  int32_t at = next_line(l);
  bool below = at > column && at <= column + 4;
  return (below || (at == column && l->lookahead == '-')) && is_structure(l);
}

// How a line starts.
typedef struct {
  // In characters, from 0; a tab counts for two.
  int32_t column;
  bool tab;
  // The characters read so far are text, and not an indicator.
  bool text;
} Line;

// The column that `tabs` in the indentation most likely mean. Stands in the line that they indent, and
// reads on to the next one: where blanks indent that, this line is most likely next to it or above it.
// Where tabs do as well, each counts for two.
static int32_t tab_column(const Scanner *s, TSLexer *l, Line line, bool list, bool pending) {
  to_line_end(l);
  int32_t ahead = next_line(l);
  if (ahead < 0 || l->lookahead == '\t') return line.column;
  // The keys of an item stand two columns right of its dash.
  if (list && l->lookahead != '-') ahead -= 2;
  // Below a key without a value it is most likely that value.
  if (pending) return ahead > top_column(s) ? ahead : top_column(s) + 2;
  int32_t innermost = -1;
  for (uint32_t i = 0; i < s->count; i++) {
    if (s->lists[i] != list) continue;
    if (s->columns[i] == ahead) return ahead;
    innermost = s->columns[i];
  }
  return innermost < 0 ? line.column : innermost;
}

// Which dash an item has: one in 24 ends a chunk. The text of its first line says which, so that an edit
// elsewhere does not change it. Reads the line.
static enum Token dash_of(TSLexer *l) {
  uint32_t hash = 2166136261u;
  for (; !at_line_end(l); next(l)) hash = (hash ^ (uint32_t)l->lookahead) * 16777619u;
  return (hash >> 8) % 24 == 0 ? CHUNK_DASH : DASH;
}

// An indicator alone, `-`, `?` or `:`, at the start of a line.
static bool scan_indicator(Scanner *s, TSLexer *l, const bool *valid, Line line, int32_t c) {
  bool pending = valid[BLOCK_START];
  bool list = c == '-';
  bool looked_ahead = false, with_key = false;
  if (line.tab) {
    looked_ahead = true;
    next_blanks(l);
    with_key = list && !at_line_end(l) && is_item_with_key(l);
    line.column = tab_column(s, l, line, list, pending);
  }
  uint32_t target = 0;
  Plan plan = list ? plan_item(s, line.column, pending, with_key, &target)
                   : plan_key(s, line.column, pending, &target);
  bool exact = line.column == top_column(s) && !line.tab;
  if (plan == ENTRY && exact) {
    if (valid[EMPTY]) return give(l, EMPTY);
    s->shift = 0;
    if (list && valid[CHUNK_DASH]) {
      l->mark_end(l);
      return give(l, dash_of(l));
    }
    return give_here(l, list ? DASH : c == '?' ? QUESTION : EXPLICIT_COLON);
  }
  if (list && plan == STRAY && !looked_ahead) {
    looked_ahead = true;
    next_blanks(l);
    with_key = !at_line_end(l) && is_item_with_key(l);
    plan = plan_item(s, line.column, pending, with_key, &target);
  }
  switch (plan) {
    case OPENS:
      if (!fits(s)) return give_line(l, TOO_DEEP);
      // A list may stand in the column of its key, and by mistake left of it.
      if (line.column < top_column(s)) line.column = top_column(s);
      if (!list || looked_ahead) return open_block(s, l, line.column, list, BLOCK_START);
      l->mark_end(l);
      return open_block(s, l, line.column, true, FIRST_DASH);
    case ENTRY:
      if (valid[EMPTY]) return give(l, EMPTY);
      return give_mark(s, l, line.column, line.tab);
    case ENDS:
      if (valid[EMPTY]) return give(l, EMPTY);
      return close_blocks(s, l, target);
    case STRAY:
      break;
  }
  return give_line(l, STRAY_LINE);
}

// A line that may be `key: …`. Two mappings that are equally near: a key without a value belongs to
// the outer one unless the next line is deeper than the inner one.
static Plan settle_tie(const Scanner *s, TSLexer *l, int32_t column, Plan plan, uint32_t *target) {
  int32_t outer;
  if (plan == OPENS || !is_tie(s, column, &outer)) return plan;
  next_blanks(l);
  if (!at_line_end(l)) return plan;
  int32_t inner = nearest(s, column, false);
  int32_t at = next_line(l);
  return at > column && at <= s->columns[inner] ? towards(s, outer, target) : plan;
}

// A line that starts with text: a key, a value, or a stray line.
static bool scan_text_line(Scanner *s, TSLexer *l, const bool *valid, Line line) {
  bool pending = valid[BLOCK_START];
  uint32_t target = 0;
  Plan plan = plan_key(s, line.column, pending, &target);
  bool exact = line.column == top_column(s) && !line.tab;
  bool entry = plan == ENTRY && exact;
  // The token is the key itself, and ends at its colon. Before a key comes what says that the one
  // before has no value.
  bool key = (entry && !valid[EMPTY]) || (plan == OPENS && !line.tab && fits(s));
  bool value = valid[PLAIN] && line.column > top_column(s);
  int32_t c = l->lookahead;
  bool plain = true;
  if (!line.text) {
    switch (c) {
      case '|':
      case '>':
      case '@':
      case '`':
      case '%':
      case ',':
      case ']':
      case '}':
        return value ? scan_value(s, l, true) : give_line(l, STRAY_LINE);
      case '"':
      case '\'':
      case '&':
      case '!':
      case '*':
      case '[':
      case '{':
        plain = false;
        break;
      default:
        break;
    }
  }
  bool alone = false;
  if (plain) {
    bool word = is_word(l->lookahead) && !line.text;
    while (is_word(l->lookahead)) next(l);
    alone = word && at_line_end(l);
  }
  if (plain ? plain_line(l, key) == AT_COLON : is_key(l, false)) {
    if (line.tab) {
      line.column = tab_column(s, l, line, false, pending);
      plan = plan_key(s, line.column, pending, &target);
    } else if (!key) {
      plan = settle_tie(s, l, line.column, plan, &target);
    }
    switch (plan) {
      case OPENS:
        if (!fits(s)) return give_line(l, TOO_DEEP);
        return open_block(s, l, line.column, false, plain && key ? FIRST_KEY : BLOCK_START);
      case ENTRY:
        if (valid[EMPTY]) return give(l, EMPTY);
        if (!exact) return give_mark(s, l, line.column, line.tab);
        s->shift = 0;
        return give(l, plain ? PLAIN_KEY : PAIR_START);
      case ENDS:
        if (valid[EMPTY]) return give(l, EMPTY);
        return close_blocks(s, l, target);
      case STRAY:
        return give_line(l, STRAY_LINE);
    }
  }
  if (!value) {
    to_line_end(l);
    l->mark_end(l);
    if (entry && !valid[EMPTY] && is_word_key(l, line.column, alone)) return give(l, PLAIN_KEY);
    return give(l, STRAY_LINE);
  }
  if (!plain) return give(l, VALUE_START);
  if (alone) {
    // The end of the first line is the token's end either way.
    l->mark_end(l);
    int32_t at = next_line(l);
    PlainNext end = plain_next(s, l, at, true);
    bool key_above = end == ENDS_STRAY && at > line.column && at <= line.column + 4;
    if (key_above && fits(s)) return open_block(s, l, line.column, false, FIRST_KEY);
    if (end != GOES_ON) return give_plain(l, end);
  }
  return plain_rest(s, l, true);
}

// Stands at the first character of a line, or of the text.
static bool scan_line(Scanner *s, TSLexer *l, const bool *valid, int32_t spaces, int32_t tabs) {
  int32_t c = l->lookahead;
  Line line = {spaces + tabs * 2, tabs > 0, false};
  if (spaces == 0 && tabs == 0) {
    unsigned n = 0;
    switch (c) {
      case '%':
        if (s->count == 0 && valid[DIRECTIVE]) return give_line(l, DIRECTIVE);
        break;
      case '-':
      case '.':
        n = run_of(l, c, 3);
        if (n == 3 && at_gap(l)) {
          if (valid[EMPTY]) return give(l, EMPTY);
          if (s->count > 0) return close_blocks(s, l, 0);
          s->vain = 0;
          return give_here(l, c == '-' ? DOCUMENT_START : DOCUMENT_END);
        }
        if (n == 1 && c == '-' && at_gap(l)) return scan_indicator(s, l, valid, line, c);
        line.text = true;
        return scan_text_line(s, l, valid, line);
      case '|':
      case '>':
        if (s->count == 0) break;
        // Fall through.
      case '<':
      case '=':
        n = run_of(l, c, 7);
        if (n == 7 && at_gap(l)) return give_line(l, CONFLICT_MARKER);
        line.text = true;
        return scan_text_line(s, l, valid, line);
      default:
        break;
    }
  }
  if (c == '-' || c == '?' || c == ':') {
    next(l);
    if (at_gap(l)) return scan_indicator(s, l, valid, line, c);
    line.text = true;
  }
  return scan_text_line(s, l, valid, line);
}

// Stands behind a dash or another mark: a block may start on the same line.
static bool scan_compact(Scanner *s, TSLexer *l, int32_t blanks) {
  int32_t column = top_column(s) + s->shift + 1 + blanks;
  // Of an item that stands left of its list.
  if (column < top_column(s)) column = top_column(s);
  int32_t c = l->lookahead;
  switch (c) {
    case '-':
    case '?':
    case ':':
      next(l);
      if (!at_gap(l)) break;
      if (!fits(s)) return give_line(l, TOO_DEEP);
      if (c != '-') return open_block(s, l, column, false, COMPACT_START);
      l->mark_end(l);
      return open_block(s, l, column, true, FIRST_DASH);
    case '"':
    case '\'':
    case '&':
    case '!':
    case '*':
    case '[':
    case '{':
      if (!is_key(l, false)) return give(l, VALUE_START);
      if (!fits(s)) return give_line(l, TOO_DEEP);
      return open_block(s, l, column, false, COMPACT_START);
    case '|':
    case '>':
    case '@':
    case '`':
    case '%':
    case ',':
    case ']':
    case '}':
      return scan_value(s, l, false);
    default:
      break;
  }
  if (plain_line(l, true) != AT_COLON) return plain_rest(s, l, false);
  if (!fits(s)) return give_line(l, TOO_DEEP);
  return open_block(s, l, column, false, FIRST_KEY);
}

// ---------------------------------------------------------------------------------------------
// Flow collections
// ---------------------------------------------------------------------------------------------

static bool scan_flow(Scanner *s, TSLexer *l, const bool *valid) {
  int32_t column = top_column(s) - 1;
  bool line = false;
  int32_t at = 0;
  if (s->colon == KEY_READ) {
    while (l->lookahead != ':' && at_gap(l) && !at_end(l)) skip(l);
    skip(l);
    s->colon = COLON_READ;
  }
  l->mark_end(l);
  while (at_gap(l) && !at_end(l)) {
    if (is_break(l->lookahead)) {
      line = true;
      at = 0;
    } else if (line && l->lookahead == ' ') {
      at++;
    }
    skip(l);
  }
  int32_t c = l->lookahead;
  bool closes = c == ']' || c == '}';
  bool aborts = at_end(l) || (line && at <= column && !closes);
  if (valid[EMPTY] && (aborts || closes || c == ',')) return give(l, EMPTY);
  if (valid[EMPTY] && !valid[PLAIN] && c != ':' && c != '#') return give(l, EMPTY);
  if (aborts) return give(l, FLOW_ABORT);
  switch (c) {
    case '#':
      return give_line(l, COMMENT);
    case ',':
      return give_one(l, COMMA);
    case '[':
      return give_one(l, OPEN_SEQUENCE);
    case '{':
      return give_one(l, OPEN_MAPPING);
    case ']':
      return give_one(l, valid[CLOSE_SEQUENCE] ? CLOSE_SEQUENCE : STRAY_LINE);
    case '}':
      return give_one(l, valid[CLOSE_MAPPING] ? CLOSE_MAPPING : STRAY_LINE);
    case '&':
      name(l, true);
      return give_here(l, ANCHOR);
    case '!':
      tag(l, true);
      return give_here(l, TAG);
    case '*':
      name(l, true);
      return give_here(l, ALIAS);
    case '"':
    case '\'':
      next(l);
      if (quoted(l, c, column, true) != CLOSED) return give(l, UNCLOSED_QUOTE);
      return give(l, c == '"' ? DOUBLE_QUOTED : SINGLE_QUOTED);
    case '?':
      next(l);
      if (at_gap(l)) return valid[EMPTY] ? give(l, EMPTY) : give_here(l, FLOW_QUESTION);
      break;
    case ':':
      next(l);
      if (at_gap(l) || is_flow_indicator(l->lookahead)) {
        return valid[EMPTY] && !valid[FLOW_COLON] ? give(l, EMPTY) : give_here(l, FLOW_COLON);
      }
      if (valid[ADJACENT_COLON]) return give_here(l, ADJACENT_COLON);
      if (valid[EMPTY] && !valid[PLAIN]) return give(l, EMPTY);
      break;
    default:
      break;
  }
  if (line && at == 0 && (c == '-' || c == '.') && is_document_marker(l)) {
    return give(l, valid[EMPTY] ? EMPTY : FLOW_ABORT);
  }
  int32_t begun;
  if (flow_plain(l, column, true, &begun) != AT_COLON || !valid[FLOW_KEY] || valid[EMPTY]) return give(l, PLAIN);
  s->colon = KEY_READ;
  return give(l, FLOW_KEY);
}

// ---------------------------------------------------------------------------------------------

static bool scan(Scanner *s, TSLexer *l, const bool *valid) {
  if (valid[ERROR_RECOVERY]) return false;
  if (s->closing > 0) {
    if (valid[BLOCK_END]) {
      s->closing--;
      pop_block(s);
      return give_here(l, BLOCK_END);
    }
    s->closing = 0;
  }
  bool in_flow = valid[FLOW_ABORT] || valid[FLOW_COLON] || (valid[PLAIN] && !valid[BLOCK_SCALAR]);
  if (in_flow) return scan_flow(s, l, valid);
  if (valid[COLON]) return scan_key(l, valid);
  if (valid[UNCLOSED_REST]) {
    to_line_end(l);
    l->mark_end(l);
    return give_above(l, top_column(s), UNCLOSED_REST, UNCLOSED_ABOVE);
  }
  if (valid[MISSING_COLON] && s->colon != COLON_READ) {
    // Behind a plain key: its colon goes with the blanks before the next token.
    while (is_blank(l->lookahead)) skip(l);
    if (l->lookahead != ':') return give_here(l, MISSING_COLON);
    skip(l);
    s->colon = COLON_READ;
  }

  l->mark_end(l);
  bool line = !s->started;
  int32_t spaces = 0, tabs = 0;
  for (;; skip(l)) {
    if (is_break(l->lookahead)) {
      line = true;
      spaces = tabs = 0;
    } else if (l->lookahead == '\t') {
      tabs++;
    } else if (l->lookahead == ' ') {
      spaces++;
    } else if (l->lookahead != 0xFEFF || s->started) {
      break;
    }
  }
  if (valid[PLAIN_KEY] && !valid[BLOCK_END]) {
    if (line && tabs > 0 && valid[TAB_INDENT]) return give(l, TAB_INDENT);
    return scan_entry(l, valid);
  }
  if (at_end(l) && valid[EMPTY]) return give(l, EMPTY);
  if (at_end(l)) return valid[BLOCK_END] && s->count > 0 && close_blocks(s, l, 0);
  if (l->lookahead == '#') return give_line(l, COMMENT);
  if (valid[PLAIN] && !valid[BLOCK_START]) return scan_value(s, l, line);
  if (line) return scan_line(s, l, valid, spaces, tabs);
  if (valid[COMPACT_START]) return scan_compact(s, l, spaces + tabs);
  if (valid[PLAIN]) return scan_value(s, l, false);
  return give_line(l, STRAY_LINE);
}

void *tree_sitter_flow_external_scanner_create(void) { return calloc(1, sizeof(Scanner)); }

void tree_sitter_flow_external_scanner_destroy(void *payload) { free(payload); }

unsigned tree_sitter_flow_external_scanner_serialize(void *payload, char *buffer) {
  return write_state((Scanner *)payload, buffer);
}

void tree_sitter_flow_external_scanner_deserialize(void *payload, const char *buffer, unsigned length) {
  read_state((Scanner *)payload, buffer, length);
}

bool tree_sitter_flow_external_scanner_scan(void *payload, TSLexer *lexer, const bool *valid_symbols) {
  Scanner *s = (Scanner *)payload;
  if (!scan(s, lexer, valid_symbols)) return false;
  s->started = true;
  // Comments and the like may stand between the colon and what it is about.
  if (lexer->result_symbol < COMMENT && lexer->result_symbol != FLOW_KEY) s->colon = NO_COLON;
  return true;
}
