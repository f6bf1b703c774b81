package io.github.fgaspring.events;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Something that has happened at WorkOS. It is published as an application event, of
 * whatever type it is:
 *
 * <pre>
 * &#64;EventListener(condition = "#event.type == 'user.deleted'")
 * void forget(FgaEvent event) {
 * 	this.accounts.delete(event.data().get("id"));
 * }
 * </pre>
 *
 * An event may arrive late, out of order and, if a listener fails, again. WorkOS waits
 * meanwhile: what takes longer than a second or two is better done by an asynchronous
 * listener, which must see to its failures itself. Values in {@code data} and
 * {@code context} are texts, numbers, booleans, lists, maps and {@code null}.
 * {@link #toString()} reveals neither.
 *
 * @param id the id of the event
 * @param type what kind of event it is, such as {@code user.deleted}
 * @param data what it is about
 * @param created when it happened
 * @param context how it came about; empty if WorkOS does not say
 * @see <a href="https://workos.com/docs/events">Events</a>
 */
public record FgaEvent(String id, String type, Map<String, @Nullable Object> data, Instant created,
		Map<String, @Nullable Object> context) {

	public FgaEvent {
		Assert.hasText(id, "id cannot be empty");
		Assert.hasText(type, "type cannot be empty");
		Assert.notNull(created, "created cannot be null");
		data = Collections.unmodifiableMap(new LinkedHashMap<>(data));
		context = Collections.unmodifiableMap(new LinkedHashMap<>(context));
	}

	@Override
	public String toString() {
		return "FgaEvent[type=" + this.type + "]";
	}

}
