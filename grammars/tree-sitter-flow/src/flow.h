// Flow collections, `[a, b]` and `{a: b}`: whether one that opens is closed, and its tokens.

#ifndef FLOW_FLOW_H_
#define FLOW_FLOW_H_

#include "scalars.h"

// Tokens that are read ahead for the closing bracket. A longer collection counts as closed.
#define MAX_AHEAD 65536

// Where so many brackets of a block have been read ahead of in vain, each over more than so many
// tokens, a further one is closed within so many or not at all: else each of many unclosed brackets
// would be read ahead of over all that follow.
#define MAX_VAIN 8
#define NEAR 128

// Levels whose kind is checked while reading ahead.
#define MAX_CHECKED 1024

// What is known of the innermost open collection.
typedef struct {
  bool mapping;
  // A colon was read since the last comma.
  bool colon;
} Collection;

// Reads plain text in a flow collection, over lines deeper than `column`, to what ends it; the colon
// of a key is read too. `mark`: end the token behind the text. Where the text ends before a line that
// was begun to be read, `*begun` is the column of what stands first on it; else it is left as it is.
static PlainEnd flow_plain(TSLexer *l, int32_t column, bool mark, int32_t *begun) {
  for (;;) {
    while (!at_gap(l)) {
      int32_t c = l->lookahead;
      if (is_flow_indicator(c)) {
        if (mark) l->mark_end(l);
        return LINE_END;
      }
      if (c == ':') {
        if (mark) l->mark_end(l);
        next(l);
        if (at_gap(l) || is_flow_indicator(l->lookahead)) return AT_COLON;
        continue;
      }
      next(l);
    }
    if (mark) l->mark_end(l);
    next_blanks(l);
    bool line = is_break(l->lookahead);
    int32_t at = line ? next_line(l) : 0;
    int32_t first = at;
    for (; is_blank(l->lookahead); next(l)) first += l->lookahead == ' ';
    int32_t c = l->lookahead;
    if (at_end(l) || c == '#' || (line && at <= column) || is_flow_indicator(c)) {
      if (line) *begun = first;
      return LINE_END;
    }
    if (line && at == 0 && (c == '-' || c == '.') && is_document_marker(l)) return LINE_END;
    if (c == ':') {
      next(l);
      if (at_gap(l) || is_flow_indicator(l->lookahead)) return AT_COLON;
    }
  }
}

// The bracket that opens a collection, the column of the block that it is a value in, and how many
// tokens are read ahead at most.
typedef struct {
  int32_t bracket;
  int32_t column;
  uint32_t most;
} Opening;

// What may come while reading ahead.
typedef struct {
  // A value was just read.
  bool value;
  // It was quoted or a collection, so that a colon may stand right behind it.
  bool json;
} Ahead;

static bool ahead_colon(Collection *open, Ahead *ahead) {
  ahead->value = false;
  ahead->json = false;
  if (open->colon) return false;
  open->colon = true;
  return true;
}

// Stands behind an opening bracket: whether the collection is closed, and reads like one on the way.
// Its lines must not stand left of the block, but for one that closes a bracket. What reads like one
// here must be read as one by `scan_flow`, or many brackets would be read ahead of over the same text.
// `*tokens`: how many were read ahead.
static bool is_closed(TSLexer *l, Opening opening, uint32_t *tokens) {
  Collection open[MAX_CHECKED];
  Ahead ahead = {false, false};
  int32_t column = opening.column - 1;
  uint32_t depth = 1;
  open[0].mapping = opening.bracket == '{';
  open[0].colon = false;
  // The column where the line starts that the last token ended before; -1: it did not.
  int32_t begun = -1;
  for (*tokens = 0; *tokens < opening.most; (*tokens)++) {
    bool line = begun >= 0, colon;
    int32_t at = line ? begun : 0;
    begun = -1;
    while (at_gap(l) && !at_end(l)) {
      if (is_break(l->lookahead)) {
        line = true;
        at = 0;
      } else if (line && l->lookahead == ' ') {
        at++;
      }
      next(l);
    }
    if (at_end(l)) return false;
    int32_t c = l->lookahead;
    if (line && at <= column && c != ']' && c != '}') return false;
    if (line && at == 0 && (c == '-' || c == '.')) {
      uint32_t marks = run_of(l, c, 3);
      if (at_gap(l) && (marks == 3 || (marks == 1 && c == '-'))) return false;
      // Those marks belong to a word.
      c = 'x';
    }
    // Deeper down, kinds and colons are taken as they come.
    bool checked = depth <= MAX_CHECKED;
    Collection *top = &open[checked ? depth - 1 : 0];
    bool lines = false;
    switch (c) {
      case '#':
        to_line_end(l);
        continue;
      case ',':
        next(l);
        ahead.value = ahead.json = false;
        if (checked) top->colon = false;
        continue;
      case '[':
      case '{':
        if (ahead.value) return false;
        next(l);
        if (depth < MAX_CHECKED) {
          open[depth].mapping = c == '{';
          open[depth].colon = false;
        }
        depth++;
        continue;
      case ']':
      case '}':
        next(l);
        if (checked && top->mapping != (c == '}')) return false;
        if (--depth == 0) return true;
        ahead.value = ahead.json = true;
        continue;
      case '"':
      case '\'':
        if (ahead.value) return false;
        next(l);
        while (!quoted_line(l, c, &colon)) {
          int32_t next_at = next_line(l);
          if (next_at < 0 || next_at <= column) return false;
          if (next_at == 0 && is_document_marker(l)) return false;
          lines = true;
        }
        next_blanks(l);
        // What `quoted` asks for behind a quote on a further line.
        if (lines && !at_line_end(l) && l->lookahead != '#' && l->lookahead != ':' &&
            !is_flow_indicator(l->lookahead)) {
          return false;
        }
        ahead.value = ahead.json = true;
        continue;
      case '&':
        name(l, true);
        continue;
      case '!':
        tag(l, true);
        continue;
      case '*':
        if (ahead.value) return false;
        name(l, true);
        ahead.value = true;
        continue;
      case '|':
      case '>':
      case '@':
      case '`':
      case '%':
        return false;
      case '-':
      case '?':
        next(l);
        if (at_gap(l)) {
          if (c == '-') return false;
          continue;
        }
        break;
      case ':':
        next(l);
        if (ahead.json || at_gap(l) || is_flow_indicator(l->lookahead)) {
          if (!ahead_colon(top, &ahead) && checked) return false;
          continue;
        }
        break;
      default:
        break;
    }
    if (ahead.value) return false;
    ahead.value = true;
    ahead.json = false;
    if (flow_plain(l, column, false, &begun) == AT_COLON && !ahead_colon(top, &ahead) && checked) {
      return false;
    }
  }
  return opening.most == MAX_AHEAD;
}

#endif
