package io.github.fgaspring.events;

/**
 * Remembers which events have been received, because WorkOS may send one more than once.
 */
public interface ReceivedEvents {

	/**
	 * Begins to deal with an event.
	 * @param eventId the id of the event
	 * @return whether it is to be dealt with
	 */
	Receipt begin(String eventId);

	/**
	 * The event has been dealt with, and need not be again.
	 * @param eventId the id of the event
	 */
	void complete(String eventId);

	/**
	 * The event could not be dealt with, and may be sent again.
	 * @param eventId the id of the event
	 */
	void abandon(String eventId);

	/**
	 * What is known of an event.
	 */
	enum Receipt {

		/**
		 * Nothing: the caller deals with it.
		 */
		NEW,

		/**
		 * Somebody is dealing with it, and may not succeed.
		 */
		IN_PROGRESS,

		/**
		 * It has been dealt with.
		 */
		COMPLETED

	}

}
