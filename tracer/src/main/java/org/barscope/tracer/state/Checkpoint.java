package org.barscope.tracer.state;

import java.util.List;
import java.util.Map;
import org.barscope.tracer.state.StateHistory.Member;

/// The states of all members after some event.
///
/// @param seq the event's number
/// @param rows how many rows had begun by then
/// @param open which of them had not ended
/// @param states by member; none for a member that had not been seen
record Checkpoint(long seq, long rows, List<Long> open, Map<Member, MemberState> states) {}
