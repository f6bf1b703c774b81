package io.github.fgaspring.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks the parameter whose argument is the external id of the resource that the method's
 * {@link RequiresPermission} is about. The argument's {@code toString()} is the id. A
 * method has at most one such parameter.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface ResourceId {

	/**
	 * The slug of the resource type, for example {@code "project"}.
	 * @return the type slug
	 */
	String value();

}
