package org.barscope.engine.protocol.device;

/// One feature bit of a device type that a legacy driver can reach.
///
/// @param bit its number, 0 to 31
/// @param name the specification's, without the prefix
/// @param needs of these features at least one must be there too, as a mask; 0 for none
public record FeatureBit(int bit, String name, int needs) {
  /// The bit as a mask.
  public int mask() {
    return 1 << bit;
  }

  /// Whether what it needs is among `features`.
  public boolean satisfied(int features) {
    return needs == 0 || (needs & features) != 0;
  }
}
