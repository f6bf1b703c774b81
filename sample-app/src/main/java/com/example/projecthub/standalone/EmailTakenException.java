package com.example.projecthub.standalone;

/**
 * WorkOS has another user with the email address of an account. A person must decide.
 */
class EmailTakenException extends RuntimeException {

	EmailTakenException() {
		super("WorkOS has another user with the email address of the account");
	}

}
