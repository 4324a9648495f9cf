/// Tracing: decorators around the ports, the event ring, and who caused what.
@NullMarked
package org.barscope.engine.trace;

import org.jspecify.annotations.NullMarked;
