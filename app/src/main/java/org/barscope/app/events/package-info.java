/// The table of events: what happened, in order, live.
@NullMarked
package org.barscope.app.events;

import org.jspecify.annotations.NullMarked;
