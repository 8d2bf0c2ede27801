//! What the cursor is on, classified once for every feature.
