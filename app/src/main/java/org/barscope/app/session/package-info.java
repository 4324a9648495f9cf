/// Wiring of engine and tracer: one run, from its start to its end.
@NullMarked
package org.barscope.app.session;

import org.jspecify.annotations.NullMarked;
