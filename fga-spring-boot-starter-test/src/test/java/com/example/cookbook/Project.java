package com.example.cookbook;

/**
 * A project of the application.
 */
record Project(String id, String name) {

}
