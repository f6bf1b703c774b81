package io.github.fgaspring.client;

import java.time.Duration;

import io.github.fgaspring.decision.CheckUnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * A call to WorkOS's API gave no answer that can be relied on. The message holds no ids.
 */
final class ApiFailureException extends CheckUnavailableException {

	private final Kind kind;

	ApiFailureException(Kind kind, String message) {
		this(kind, message, null, null);
	}

	ApiFailureException(Kind kind, String message, @Nullable Duration retryAfter, @Nullable Throwable cause) {
		super(message, retryAfter, cause);
		this.kind = kind;
	}

	/**
	 * Whether the same call may well succeed a moment later.
	 */
	boolean isTransient() {
		return this.kind == Kind.TRANSIENT;
	}

	/**
	 * Whether this is no answer because the API is, or seems to be, in trouble: neither
	 * this application's key nor an interrupt is the reason.
	 */
	boolean isOutage() {
		return this.kind != Kind.KEY_REFUSED && this.kind != Kind.INTERRUPTED;
	}

	/**
	 * Whether somebody must correct the API key.
	 */
	boolean isKeyRefused() {
		return this.kind == Kind.KEY_REFUSED;
	}

	/**
	 * Whether a call was made and is over.
	 */
	boolean isFailedCall() {
		return this.kind != Kind.NOT_CALLED && this.kind != Kind.INTERRUPTED;
	}

	enum Kind {

		/**
		 * Too many requests, overloaded, a lost connection, or no answer in time.
		 */
		TRANSIENT,

		/**
		 * An answer that makes no sense, or an error inside the service.
		 */
		BROKEN,

		/**
		 * The API key is not accepted.
		 */
		KEY_REFUSED,

		/**
		 * The call was not made, to spare the service or this application.
		 */
		NOT_CALLED,

		/**
		 * The calling thread was interrupted.
		 */
		INTERRUPTED

	}

}
