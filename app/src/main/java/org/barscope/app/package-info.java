/// The program: the command line and, later, the workbench.
@NullMarked
package org.barscope.app;

import org.jspecify.annotations.NullMarked;
