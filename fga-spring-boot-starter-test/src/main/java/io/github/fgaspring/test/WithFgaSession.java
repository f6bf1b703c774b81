package io.github.fgaspring.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.core.annotation.AliasFor;
import org.springframework.security.test.context.support.TestExecutionEvent;
import org.springframework.security.test.context.support.WithSecurityContext;

/**
 * Runs a test as somebody who is signed in, without a token. What the test calls sees the
 * same {@code Authentication} as behind a validated token, and is decided by the same
 * rules.
 * <p>
 * It works for calls of beans and for requests through MockMvc, in the thread of the
 * test. A server that listens on a port sees tokens only: let an emulator make them.
 * <p>
 * On a class it counts for all its tests, those of nested classes included; on a method
 * it takes the place of the one on the class.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ ElementType.METHOD, ElementType.TYPE })
@WithSecurityContext(factory = WithFgaSessionSecurityContextFactory.class)
public @interface WithFgaSession {

	/**
	 * The user id.
	 * @return an id, not empty
	 */
	String user() default FakeSession.USER;

	/**
	 * The session id.
	 * @return an id, or an empty text for none
	 */
	String session() default FakeSession.SESSION;

	/**
	 * The id of the selected organization.
	 * @return an id, or an empty text if the user has selected none; then there is no
	 * membership either
	 */
	String organization() default FakeSession.ORGANIZATION;

	/**
	 * The id of the user's membership in the organization. The Authorization API is asked
	 * on its behalf, so it must be one of the seed when an emulator answers.
	 * @return an id, or an empty text if the token does not name it
	 */
	String membership() default FakeSession.MEMBERSHIP;

	/**
	 * The roles in the organization, the most important one first.
	 * @return role slugs
	 */
	String[] roles() default {};

	/**
	 * The permissions in the whole organization. Other permissions are up to the
	 * Authorization API.
	 * @return permission slugs
	 */
	String[] permissions() default {};

	/**
	 * The entitlements of the organization.
	 * @return entitlements
	 */
	String[] entitlements() default {};

	/**
	 * The enabled feature flags.
	 * @return feature flag slugs
	 */
	String[] featureFlags() default {};

	/**
	 * Who acts as the user.
	 * @return the impersonator, or an empty text if nobody does
	 */
	String impersonator() default "";

	/**
	 * How long ago the user authenticated.
	 * @return a duration, such as {@code 10m}, or an empty text if the token does not say
	 */
	String authenticatedAgo() default "0s";

	/**
	 * When the session begins. By default it is there before the methods annotated with
	 * {@code @BeforeEach} are.
	 * @return the event
	 */
	@AliasFor(annotation = WithSecurityContext.class)
	TestExecutionEvent setupBefore() default TestExecutionEvent.TEST_METHOD;

}
