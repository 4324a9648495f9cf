/// Observed facts: what an event is, and where events go.
@NullMarked
package org.barscope.engine.event;

import org.jspecify.annotations.NullMarked;
