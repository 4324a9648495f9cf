/// The engine for scripts: requests and replies as JSON Lines.
@NullMarked
package org.barscope.app.console;

import org.jspecify.annotations.NullMarked;
