package io.github.fgaspring.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Demands that the user has authenticated not long ago before the method is entered. If
 * not, the request is answered with 401 and the challenge of RFC 9470, by which a
 * frontend knows to have the user sign in again:
 *
 * <pre>
 * &#64;PostMapping("/api-keys")
 * &#64;RequiresRecentAuthentication("5m")
 * ApiKey create() {
 * </pre>
 *
 * It says nothing about permissions: {@link RequiresPermission} stands beside it. On a
 * class it holds for all its methods; one on a method replaces it. An organization's
 * policy may demand more, never less.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9470">OAuth 2.0 Step Up Authentication
 * Challenge Protocol</a>
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ ElementType.METHOD, ElementType.TYPE, ElementType.ANNOTATION_TYPE })
public @interface RequiresRecentAuthentication {

	/**
	 * How long ago, at most, such as {@code 5m}, {@code 1h} or {@code PT30S}.
	 * @return a duration with its unit
	 */
	String value();

}
