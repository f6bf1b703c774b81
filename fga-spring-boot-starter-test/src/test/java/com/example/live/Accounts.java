package com.example.live;

/**
 * The application's own table of users.
 */
interface Accounts {

	void deleteByWorkosId(String userId);

}
