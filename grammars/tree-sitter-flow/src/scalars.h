// Scalars: where each of them ends, and whether the line is a key.

#ifndef FLOW_SCALARS_H_
#define FLOW_SCALARS_H_

#include "text.h"

// How a line of plain text ends.
typedef enum { LINE_END, AT_COLON } PlainEnd;

// Reads plain text to the end of the line, to a comment, or to the colon of a key, which is read too
// with what follows it left. `mark`: end the token at each place that may be its end.
static PlainEnd plain_line(TSLexer *l, bool mark) {
  bool blank = false;
  while (!at_line_end(l)) {
    if (l->lookahead == '#' && blank) break;
    if (l->lookahead == ':') {
      if (mark) l->mark_end(l);
      next(l);
      if (at_gap(l)) return AT_COLON;
      blank = false;
      continue;
    }
    blank = is_blank(l->lookahead);
    next(l);
  }
  if (mark) l->mark_end(l);
  return LINE_END;
}

// Stands behind an opening quote: reads to the closing one, over it, within the line. Notes whether it
// came over a colon with a gap behind, as keys have it.
static bool quoted_line(TSLexer *l, int32_t quote, bool *colon) {
  while (!at_line_end(l)) {
    int32_t c = l->lookahead;
    next(l);
    if (c == '\\' && quote == '"') {
      if (!at_line_end(l)) next(l);
    } else if (c == quote) {
      if (quote == '"' || l->lookahead != '\'') return true;
      next(l);
    } else if (c == ':' && at_gap(l)) {
      *colon = true;
    }
  }
  return false;
}

// How a quoted scalar ends.
typedef enum {
  CLOSED,
  UNCLOSED,
  // It is never closed, and stands above a line that reads like a key.
  ABOVE,
} QuoteEnd;

// Stands behind an opening quote. Ends the token at the closing one; without one, at the end of the
// line. Further lines belong to it that are deeper than `column`; then nothing but a comment, a colon
// or what goes on in brackets may stand behind the closing quote, for it would more likely open
// another one.
static QuoteEnd quoted(TSLexer *l, int32_t quote, int32_t column, bool in_flow) {
  bool colon = false;
  if (quoted_line(l, quote, &colon)) {
    l->mark_end(l);
    return CLOSED;
  }
  l->mark_end(l);
  QuoteEnd open = UNCLOSED;
  for (unsigned line = 0;; line++) {
    int32_t at = next_line(l);
    if (at < 0 || at <= column) return open;
    if (at == 0 && (l->lookahead == '-' || l->lookahead == '.')) {
      if (is_document_marker(l)) return open;
    }
    colon = false;
    bool closes = quoted_line(l, quote, &colon);
    if (!closes) next_blanks(l);
    bool clean = false;
    if (closes) {
      next_blanks(l);
      clean = at_line_end(l) || l->lookahead == '#' || l->lookahead == ':' ||
              (in_flow && is_flow_indicator(l->lookahead));
    }
    if (clean) {
      // The token reaches over the blanks behind the quote.
      l->mark_end(l);
      return CLOSED;
    }
    if (line == 0 && colon) open = ABOVE;
    if (closes) return open;
  }
}

// Reads the name of an anchor or alias.
static void name(TSLexer *l, bool in_flow) {
  while (!at_gap(l) && !(in_flow && is_flow_indicator(l->lookahead))) next(l);
}

// Stands at `!`: reads a tag.
static void tag(TSLexer *l, bool in_flow) {
  next(l);
  if (l->lookahead == '<') {
    while (!at_gap(l) && l->lookahead != '>') next(l);
    if (l->lookahead == '>') next(l);
    return;
  }
  name(l, in_flow);
}

// Stands at a bracket: reads to the one that closes it, within the line.
static bool brackets_line(TSLexer *l) {
  uint32_t depth = 0;
  // A quote within a word is none.
  bool start = true, colon;
  while (!at_line_end(l)) {
    int32_t c = l->lookahead;
    next(l);
    if ((c == '"' || c == '\'') && start && !quoted_line(l, c, &colon)) return false;
    if (c == '[' || c == '{') depth++;
    if ((c == ']' || c == '}') && --depth == 0) return true;
    start = is_flow_indicator(c) || is_blank(c) || c == ':';
  }
  return false;
}

// Whether the line reads `key:` from here on. Reads at most to behind the colon.
static bool is_key(TSLexer *l, bool mark) {
  while (l->lookahead == '&' || l->lookahead == '!') {
    if (l->lookahead == '!') tag(l, false); else name(l, false);
    next_blanks(l);
  }
  int32_t c = l->lookahead;
  bool colon;
  switch (c) {
    case '"':
    case '\'':
      next(l);
      if (!quoted_line(l, c, &colon)) return false;
      break;
    case '[':
    case '{':
      if (!brackets_line(l)) return false;
      break;
    case '*':
      name(l, false);
      break;
    case '#':
    case '|':
    case '>':
    case '@':
    case '`':
    case '%':
    case ',':
    case ']':
    case '}':
      return false;
    default:
      return plain_line(l, mark) == AT_COLON;
  }
  next_blanks(l);
  if (l->lookahead != ':') return false;
  next(l);
  return at_gap(l);
}

// Whether the line is a list's item with a key in it, `- key:`, or with more dashes. Stands at the
// first dash.
static bool is_item_with_key(TSLexer *l) {
  while (l->lookahead == '-') {
    next(l);
    if (!at_gap(l)) return is_key(l, false);
    next_blanks(l);
  }
  return is_key(l, false);
}

// Whether the line, up to its end, holds structure: a key, or an item with a key.
static bool is_structure(TSLexer *l) {
  return l->lookahead == '-' ? is_item_with_key(l) : is_key(l, false);
}

#endif
