/// A firmware of the user's, in another process.
@NullMarked
package org.barscope.engine.external;

import org.jspecify.annotations.NullMarked;
