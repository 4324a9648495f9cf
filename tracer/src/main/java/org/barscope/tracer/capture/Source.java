package org.barscope.tracer.capture;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.tracer.pcapng.Block;
import org.barscope.tracer.pcapng.Option;

/// What an interface of a capture stands for: one owner's admin queue or one member, in one
/// recording.
///
/// @param version of the format
/// @param recording to which its events belong
/// @param pf the owner, counted from 0
/// @param vf the member; 0 for the owner itself
/// @param start when the recording started, in nanoseconds since 1970-01-01 00:00 UTC
record Source(FormatVersion version, RecordingId recording, int pf, int vf, long start) {
  /// The link type of every interface: what Wireshark's user tables accept first.
  static final int LINK_TYPE = 147; // LINKTYPE_USER0

  private static final Bytes NANOSECONDS = Bytes.of(9);

  private static final Pattern DESCRIPTION =
      Pattern.compile(
          "barscope capture \\S+ recording (\\p{XDigit}{32})"
              + " pf (\\d{1,9}) vf (\\d{1,9}) start (-?\\d{1,19})");

  /// Reads an interface; empty for one that is not Barscope's.
  static Optional<Source> read(Block.InterfaceDescription block) {
    String text =
        Option.find(block.options(), Option.INTERFACE_DESCRIPTION).map(Option::text).orElse("");
    Matcher matcher = DESCRIPTION.matcher(text);
    Optional<FormatVersion> version = FormatVersion.in(text);
    if (version.isEmpty() || !matcher.matches() || block.linkType() != LINK_TYPE) {
      return Optional.empty();
    }
    Optional<RecordingId> recording = RecordingId.parse(matcher.group(1));
    try {
      long start = Long.parseLong(matcher.group(4));
      int pf = Integer.parseInt(matcher.group(2));
      int vf = Integer.parseInt(matcher.group(3));
      return recording.map(id -> new Source(version.get(), id, pf, vf, start));
    } catch (NumberFormatException _) {
      return Optional.empty(); // more than 64 bits of nanoseconds
    }
  }

  /// The interface as a block.
  Block.InterfaceDescription write() {
    return new Block.InterfaceDescription(
        LINK_TYPE,
        0,
        List.of(
            Option.text(Option.INTERFACE_NAME, name()),
            Option.text(Option.INTERFACE_DESCRIPTION, description()),
            new Option(Option.INTERFACE_RESOLUTION, NANOSECONDS)));
  }

  /// The interface's name: `pf0` for an owner's admin queue, `pf0.vf3` for a member.
  String name() {
    return vf == 0 ? "pf" + pf : "pf" + pf + ".vf" + vf;
  }

  private String description() {
    return version.mark()
        + (" recording " + recording)
        + (" pf " + pf)
        + (" vf " + vf)
        + (" start " + start);
  }
}
