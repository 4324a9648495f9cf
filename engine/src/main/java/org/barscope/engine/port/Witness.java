package org.barscope.engine.port;

import java.util.List;
import org.barscope.engine.protocol.vfio.Condition;

/// How model code states a fact that only it can know. One witness per member, one per owner.
public interface Witness {
  /// Nobody listens.
  Witness NONE =
      new Witness() {
        @Override
        public void lifecycle(String what, List<Condition> reasons) {}

        @Override
        public void guestFault(String rule, String message) {}

        @Override
        public void coreRead(byte[] bytes, int count) {}

        @Override
        public void headerLength(int bytes) {}
      };

  /// Something happened to a device or its driver.
  ///
  /// @param what happened, such as `probe` or `open`
  /// @param reasons each condition that was looked at, with its value
  void lifecycle(String what, List<Condition> reasons);

  /// The host's kernel logged a line.
  ///
  /// @param level as its functions are named, such as `dev_err`
  default void kernelLog(String level, String line) {
    lifecycle("kernel-log", List.of(new Condition(level, false, line)));
  }

  /// The guest broke a rule of the standard.
  ///
  /// @param rule the rule's id, such as `L-113`
  void guestFault(String rule, String message);

  /// A configuration read got these bytes from the core, before the overlay.
  void coreRead(byte[] bytes, int count);

  /// From now on the variant driver sees BAR0's header end here: 20 or 24.
  void headerLength(int bytes);
}
