package io.github.fgaspring.events;

import org.jspecify.annotations.Nullable;

/**
 * Keeps how far the events of WorkOS have been read, so that no event is lost or read
 * twice when the application starts again.
 */
public interface EventCursorStore {

	/**
	 * Reads the cursor.
	 * @return the id of the last event that was dealt with, or {@code null} if there is
	 * none
	 */
	@Nullable String load();

	/**
	 * Writes the cursor.
	 * @param eventId the id of the last event that was dealt with
	 */
	void save(String eventId);

}
