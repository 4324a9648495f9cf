/// The window: tool bar, panes, status bar, keys, and how it is opened and closed.
@NullMarked
package org.barscope.app.shell;

import org.jspecify.annotations.NullMarked;
