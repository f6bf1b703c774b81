package io.github.fgaspring.policy;

import org.springframework.security.authentication.InsufficientAuthenticationException;
import org.springframework.util.Assert;

/**
 * The user must authenticate anew: too long ago, or not as demanded. Answered with 401
 * and the challenge of RFC 9470.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9470">OAuth 2.0 Step Up Authentication
 * Challenge Protocol</a>
 */
public class InsufficientUserAuthenticationException extends InsufficientAuthenticationException {

	private final PolicyRefusal refusal;

	/**
	 * Creates an exception.
	 * @param refusal says what is demanded
	 */
	public InsufficientUserAuthenticationException(PolicyRefusal refusal) {
		super("The user must authenticate anew");
		Assert.isTrue(refusal.reason().canBeRemedied(), "refusal must be one that can be remedied");
		this.refusal = refusal;
	}

	/**
	 * What is demanded.
	 * @return the refusal
	 */
	public PolicyRefusal getRefusal() {
		return this.refusal;
	}

}
