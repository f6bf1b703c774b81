package io.github.fgaspring.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Leaves out of what a method returns each element whose resource the caller does not
 * have the permission on:
 *
 * <pre>
 * &#64;FilterPermitted(value = "project:view", resourceType = "project")
 * public List&lt;Project&gt; findAll() { … }
 * </pre>
 * <p>
 * The method returns an {@code Iterable}, {@code Collection}, {@code List}, {@code Set}
 * or {@code SortedSet}, an array of objects, an {@code Optional}, a {@code Stream}, or a
 * {@code Page} or {@code Slice} of Spring Data; anything else is an error at start-up.
 * The caller gets a new object of that kind with the permitted elements in their order.
 * What the method has returned is not changed; of a stream it is read to its end and
 * closed. A {@code null} element is left out, and {@code null} instead of a result stays
 * {@code null}.
 * <p>
 * A page keeps its number, its size and its totals. So it may be shorter than its size,
 * and its totals count what the caller does not get to see: where that is a secret,
 * return a {@code Slice} or a {@code List}.
 * <p>
 * Without a session the method is not entered. If one of the answers cannot be had at the
 * moment, nothing is returned: a short list never looks like a complete one.
 * <p>
 * A {@link RequiresPermission} of the same method is decided first. The annotation is
 * found on superclasses and interfaces too; one on a method takes the place of one that
 * the method overrides. As a meta-annotation its attributes may hold placeholders, like
 * those of {@link RequiresPermission}.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
public @interface FilterPermitted {

	/**
	 * The permission slug, for example {@code "project:view"}. It is matched literally:
	 * {@code *} is no wildcard.
	 * @return the slug
	 */
	String value();

	/**
	 * The slug of the resource type that {@link #id()} yields an external id of.
	 * @return the type slug
	 */
	String resourceType();

	/**
	 * A SpEL expression that yields the resource of an element: its external id, of which
	 * the {@code toString()} counts, or a {@code ResourceReference}, whatever type that
	 * has. The element is the root object, and beans ({@code @name}) can be called. An
	 * element is left out if the expression cannot be evaluated for it, or yields
	 * {@code null} or what cannot be an id.
	 * @return the expression; by default the property, the record component or the map
	 * entry {@code id}
	 */
	String id() default "id";

}
