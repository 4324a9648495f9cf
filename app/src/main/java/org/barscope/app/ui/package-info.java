/// Widgets without knowledge of the domain, and the two themes.
@NullMarked
package org.barscope.app.ui;

import org.jspecify.annotations.NullMarked;
