/// The command line: one class per subcommand.
@NullMarked
package org.barscope.app.cli;

import org.jspecify.annotations.NullMarked;
