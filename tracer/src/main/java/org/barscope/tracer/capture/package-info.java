/// Captures: files of events, as pcapng. The format is described in `docs/capture-format.md`.
@NullMarked
package org.barscope.tracer.capture;

import org.jspecify.annotations.NullMarked;
