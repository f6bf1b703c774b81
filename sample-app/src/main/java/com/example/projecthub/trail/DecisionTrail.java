package com.example.projecthub.trail;

import java.io.Serializable;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

import io.github.fgaspring.annotation.NoPermissionRequired;
import io.github.fgaspring.annotation.RequiresPermission;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.util.ObjectUtils;
import org.springframework.web.method.HandlerMethod;

/**
 * How one request was decided. Calls may come from several threads.
 */
public final class DecisionTrail {

	private static final String ATTRIBUTE = DecisionTrail.class.getName();

	private final List<Decision> decisions = new CopyOnWriteArrayList<>();

	private final List<Call> calls = new CopyOnWriteArrayList<>();

	private volatile @Nullable Handler handler;

	/**
	 * Begins the trail of a request.
	 */
	static DecisionTrail begin(HttpServletRequest request) {
		DecisionTrail trail = new DecisionTrail();
		request.setAttribute(ATTRIBUTE, trail);
		return trail;
	}

	/**
	 * The trail of a request.
	 * @return the trail, or {@code null} if none was begun
	 */
	static @Nullable DecisionTrail find(HttpServletRequest request) {
		return (DecisionTrail) request.getAttribute(ATTRIBUTE);
	}

	void add(Decision decision) {
		this.decisions.add(decision);
	}

	void add(Call call) {
		this.calls.add(call);
	}

	/**
	 * Remembers the method that a request has reached, the first one: a page about an
	 * error is shown for another.
	 */
	void reached(HandlerMethod method) {
		if (this.handler == null) {
			this.handler = Handler.of(method);
		}
	}

	/**
	 * What has happened so far. It can outlive the request, for the page that follows a
	 * form.
	 * @return a copy
	 */
	public Snapshot snapshot() {
		return new Snapshot(this.handler, new ArrayList<>(this.decisions), new ArrayList<>(this.calls));
	}

	private static String millis(Duration duration) {
		return String.format(Locale.ROOT, "%.2f", duration.toNanos() / 1_000_000.0);
	}

	/**
	 * A question about permissions and its answer.
	 *
	 * @param permission the permission slug, or several
	 * @param resource the resource as it is shown
	 * @param outcome granted, denied or unavailable
	 * @param source who knew the answer
	 * @param reason why it was denied, {@code null} if it was not
	 * @param duration how long it took
	 */
	public record Decision(String permission, String resource, String outcome, String source, @Nullable String reason,
			Duration duration) implements Serializable {

		/**
		 * How long it took.
		 * @return the time in milliseconds, with two decimals
		 */
		public String millis() {
			return DecisionTrail.millis(this.duration);
		}

	}

	/**
	 * A call to WorkOS.
	 *
	 * @param request the method and the template of the path
	 * @param status the status, or what went wrong
	 * @param duration how long it took
	 */
	public record Call(String request, String status, Duration duration) implements Serializable {

		/**
		 * How long it took.
		 * @return the time in milliseconds, with two decimals
		 */
		public String millis() {
			return DecisionTrail.millis(this.duration);
		}

	}

	/**
	 * The method behind a page and the rules on it.
	 *
	 * @param method class and method
	 * @param rules the annotations
	 */
	public record Handler(String method, List<String> rules) implements Serializable {

		static Handler of(HandlerMethod method) {
			List<String> rules = rules(method.getMethod());
			return new Handler(method.getBeanType().getSimpleName() + "." + method.getMethod().getName(),
					rules.isEmpty() ? rules(method.getBeanType()) : rules);
		}

		private static List<String> rules(AnnotatedElement element) {
			return Arrays.stream(element.getAnnotations())
				.filter((annotation) -> isRule(annotation.annotationType()))
				.map(Handler::text)
				.toList();
		}

		private static boolean isRule(Class<? extends Annotation> type) {
			return type == NoPermissionRequired.class || type == PreAuthorize.class || type == RequiresPermission.class
					|| type.isAnnotationPresent(RequiresPermission.class);
		}

		private static String text(Annotation annotation) {
			String name = "@" + annotation.annotationType().getSimpleName();
			Object value = AnnotationUtils.getValue(annotation);
			if (value == null) {
				return name;
			}
			Object[] values = ObjectUtils.isArray(value) ? ObjectUtils.toObjectArray(value) : new Object[] { value };
			return Arrays.stream(values)
				.map((element) -> "\"" + element + "\"")
				.collect(Collectors.joining(", ", name + "(", ")"));
		}

	}

	/**
	 * What has happened so far.
	 *
	 * @param handler the method behind the page, {@code null} if none was reached
	 * @param decisions the decisions
	 * @param calls the calls
	 */
	public record Snapshot(@Nullable Handler handler, List<Decision> decisions,
			List<Call> calls) implements Serializable {

	}

}
