/// The tree of owners, members and queues, and how they are doing.
@NullMarked
package org.barscope.app.members;

import org.jspecify.annotations.NullMarked;
