package com.example.projecthub.signin;

import java.io.Serializable;

/**
 * What the browser that began a sign-in is recognised by when it is back (RFC 6749,
 * section 10.12; RFC 7636).
 *
 * @param state what AuthKit sends back
 * @param codeVerifier what proves that the code is for us
 */
record SignInAttempt(String state, String codeVerifier) implements Serializable {

	@Override
	public String toString() {
		return "SignInAttempt[]";
	}

}
