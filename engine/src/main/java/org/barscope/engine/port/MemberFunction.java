package org.barscope.engine.port;

/// The VF as hardware, as a host driver sees it: configuration space, BAR words, power, FLR.
public interface MemberFunction {
  /// The VF number, from 1.
  int number();

  /// Reads `width` bytes of configuration space at `offset`; bytes that nobody implements are 0.
  void configRead(int offset, byte[] into, int at, int width);

  /// Writes `width` bytes of configuration space at `offset`; read-only bits stay.
  void configWrite(int offset, byte[] from, int at, int width);

  /// The length of a BAR in bytes; 0 for one that the VF has not got. BAR0 is 0 in a VF that serves
  /// legacy commands.
  long barLength(int bar);

  /// Reads a 16-bit little-endian word of a BAR.
  int read16(int bar, long offset);

  /// Writes a 16-bit little-endian word of a BAR; at the notify address it is a doorbell.
  void write16(int bar, long offset, int value);

  /// Brings the function to D0 for an access, and keeps it there until [#idle()]; false if it
  /// cannot, and then nothing is to be given back.
  boolean resume();

  /// The access has ended.
  void idle();

  /// Whether the power state is D3hot or deeper.
  boolean asleep();

  /// Resets the function.
  void functionLevelReset();
}
