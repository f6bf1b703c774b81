package io.github.fgaspring.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says that a method, or every method of a type, deliberately needs no permission. On a
 * method it takes the place of a {@link RequiresPermission} on the type. It does not make
 * an endpoint public: authentication is decided by the security filter chain.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ ElementType.METHOD, ElementType.TYPE, ElementType.ANNOTATION_TYPE })
public @interface NoPermissionRequired {

}
