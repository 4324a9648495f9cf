/// What the events of a recording say about the state of each member, at any row.
@NullMarked
package org.barscope.tracer.state;

import org.jspecify.annotations.NullMarked;
