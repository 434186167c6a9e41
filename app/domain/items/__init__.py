"""Questions: item types behind one interface, responses, verdicts and the reader of item bodies."""
