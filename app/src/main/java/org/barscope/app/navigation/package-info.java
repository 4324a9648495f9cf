/// What all views share: which row and which member the user looks at.
@NullMarked
package org.barscope.app.navigation;

import org.jspecify.annotations.NullMarked;
