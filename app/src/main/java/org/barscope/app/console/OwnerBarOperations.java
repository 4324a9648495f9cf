package org.barscope.app.console;

import java.util.OptionalLong;
import org.barscope.engine.EmulatedOwner;
import org.barscope.engine.Engine;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.vfio.Region;
import org.barscope.engine.protocol.vfio.RegionInfo;

/// Accesses of an owner's BARs, which hold doorbells of its VFs: no device that a VMM opens.
final class OwnerBarOperations {
  private final Engine engine;
  private final Members members;
  private final Accesses accesses;

  OwnerBarOperations(Engine engine, Members members, Accesses accesses) {
    this.engine = engine;
    this.members = members;
    this.accesses = accesses;
  }

  Answer regionInfo(Request request) {
    EmulatedOwner owner = owner(request);
    int bar = request.integer("index", 0, Region.BAR5.index());
    request.end();
    long length = owner.barLength(bar);
    int flags = length == 0 ? 0 : RegionInfo.READ | RegionInfo.WRITE;
    return DeviceOperations.region(RegionInfo.of(bar, flags, length));
  }

  Answer read(Request request) {
    EmulatedOwner owner = owner(request);
    Region bar = DeviceOperations.bar(request);
    int offset = request.integer("offset", 0, Integer.MAX_VALUE);
    int length = request.integer("length", 0, DeviceOperations.MOST_LENGTH);
    OptionalLong timeout = Members.timeout(request);
    request.end();
    return accesses.run(
        "read",
        timeout,
        () -> {
          byte[] into = new byte[length];
          int result = owner.readBar(bar.index(), offset, into);
          return result < 0
              ? Answer.failed(result, access("read", length, bar, offset, owner))
              : DeviceOperations.data(Bytes.owning(into));
        });
  }

  Answer write(Request request) {
    EmulatedOwner owner = owner(request);
    Region bar = DeviceOperations.bar(request);
    int offset = request.integer("offset", 0, Integer.MAX_VALUE);
    byte[] from = request.bytes("data").toArray();
    OptionalLong timeout = Members.timeout(request);
    request.end();
    return accesses.run(
        "write",
        timeout,
        () -> {
          int result = owner.writeBar(bar.index(), offset, from);
          return result < 0
              ? Answer.failed(result, access("write", from.length, bar, offset, owner))
              : DeviceOperations.count(from.length);
        });
  }

  private static String access(
      String direction, int length, Region bar, int offset, EmulatedOwner owner) {
    return DeviceOperations.access(direction, length, bar, offset) + " of pf " + owner.pf();
  }

  private EmulatedOwner owner(Request request) {
    return engine.owners().get(members.owner(request));
  }
}
