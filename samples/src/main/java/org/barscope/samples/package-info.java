/// Traces, captures and topologies that come with the program, and the tests that use all of them.
package org.barscope.samples;
