package io.github.fgaspring.revocation;

import java.util.List;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.util.Assert;

/**
 * Where changes take effect: first in this instance, then in all others.
 */
public final class LiveChanges {

	private static final Log logger = LogFactory.getLog(LiveChanges.class);

	private final Supplier<List<LiveChangeListener>> listeners;

	private final Supplier<LiveChangeBroadcast> broadcast;

	/**
	 * Creates an instance.
	 * @param listeners yields who is told in this instance
	 * @param broadcast yields who tells the other instances
	 */
	public LiveChanges(Supplier<List<LiveChangeListener>> listeners, Supplier<LiveChangeBroadcast> broadcast) {
		Assert.notNull(listeners, "listeners cannot be null");
		Assert.notNull(broadcast, "broadcast cannot be null");
		this.listeners = listeners;
		this.broadcast = broadcast;
	}

	/**
	 * Puts changes that this instance has learned of into effect, here and everywhere.
	 * @param changes the changes
	 * @return whether all other instances were told; if not, they will be as soon as
	 * possible
	 */
	public boolean publish(List<LiveChange> changes) {
		changes.forEach(this::apply);
		return changes.isEmpty() || this.broadcast.get().send(changes);
	}

	/**
	 * Puts a change that another instance has told of into effect here. A listener that
	 * fails keeps no other from being told.
	 * @param change the change
	 */
	public void apply(LiveChange change) {
		for (LiveChangeListener listener : this.listeners.get()) {
			try {
				listener.onChange(change);
			}
			catch (RuntimeException ex) {
				logger.error("A change (" + change.kind() + ") did not take effect in " + listener.getClass().getName(),
						ex);
			}
		}
	}

}
