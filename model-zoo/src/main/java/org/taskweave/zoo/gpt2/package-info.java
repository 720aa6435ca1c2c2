/** GPT-2. */
package org.taskweave.zoo.gpt2;
