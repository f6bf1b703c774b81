package io.github.fgaspring.revocation;

import java.util.List;

/**
 * Tells the other instances of the application of changes.
 */
@FunctionalInterface
public interface LiveChangeBroadcast {

	/**
	 * Passes changes on. Those that cannot be passed on now are passed on later, as long
	 * as this instance lives.
	 * @param changes the changes, in the order in which they are to be told
	 * @return whether all of them were passed on
	 */
	boolean send(List<LiveChange> changes);

}
