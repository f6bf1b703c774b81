package io.github.fgaspring.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Lets a method be entered only by callers whose session holds the named permissions, on
 * the named resource if there is one.
 * <p>
 * Three forms exist:
 * <ul>
 * <li><em>Organization-level</em>: neither {@link #resource()} nor a {@link ResourceId}
 * parameter. The permissions in the session token decide.</li>
 * <li><em>On the resource an argument names</em>: one parameter of the method is
 * annotated with {@link ResourceId}.</li>
 * <li><em>On a computed resource</em>: {@link #resource()} is a SpEL expression over the
 * arguments ({@code #name}) and beans ({@code @name}).</li>
 * </ul>
 * <p>
 * On a type, the annotation applies to every method of the type, inherited ones included;
 * an annotation on a method takes the place of the one on its type. Both are found on
 * superclasses and interfaces too. Two different annotations that apply to one method
 * with the same right are an error at start-up.
 * <p>
 * As a meta-annotation its attributes may hold placeholders that are filled from the
 * attributes of the composed annotation:
 *
 * <pre>
 * &#64;RequiresPermission("{value}")
 * public &#64;interface RequiresProject { String value(); }
 * </pre>
 *
 * @see NoPermissionRequired
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ ElementType.METHOD, ElementType.TYPE, ElementType.ANNOTATION_TYPE })
public @interface RequiresPermission {

	/**
	 * The permission slugs, for example {@code "project:edit"}. They are matched
	 * literally: {@code *} is no wildcard.
	 * @return at least one slug
	 */
	String[] value();

	/**
	 * Whether the caller needs all or any of the permissions.
	 * @return how several permissions combine
	 */
	Match match() default Match.ALL;

	/**
	 * The slug of the resource type, where {@link #resource()} yields an external id.
	 * @return the type slug, or an empty string
	 */
	String resourceType() default "";

	/**
	 * A SpEL expression over arguments and beans that yields the resource: its external
	 * id (then {@link #resourceType()} is needed) or a {@code ResourceReference}. A
	 * {@code null} result denies, unless the session token grants the permission for the
	 * whole organization.
	 * @return the expression, or an empty string
	 */
	String resource() default "";

	/**
	 * Whether to ask the Authorization API even if the session token or a cache could
	 * answer. For operations where a permission withdrawn a minute ago must not count.
	 * @return {@code true} to ask in every request
	 */
	boolean alwaysCurrent() default false;

}
